import { Flex } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';

const PAGES = [
  { to: '/stores/$storeId', title: 'Overview' },
  { to: '/stores/$storeId/reports', title: 'Reports' },
  { to: '/stores/$storeId/ledger', title: 'Ledger' },
  { to: '/verify', title: 'Verify a file' },
  { to: '/stores/$storeId/tokens', title: 'API tokens' },
  { to: '/stores/$storeId/webhooks', title: 'Webhooks' },
  { to: '/stores/$storeId/api-logs', title: 'Request log' },
  { to: '/stores/$storeId/members', title: 'Members' },
  { to: '/stores/$storeId/settings', title: 'Notifications' },
] as const;

/** The pages of a store. */
export function StoreNav({ storeId }: { storeId: string }) {
  return (
    <nav className="nav wide" aria-label="Store">
      <Flex gap="4">
        {PAGES.map(({ to, title }) => (
          <Link key={to} to={to} params={{ storeId }} activeOptions={{ exact: title === 'Overview' }}>
            {title}
          </Link>
        ))}
      </Flex>
    </nav>
  );
}
