import { DropdownMenu, Flex } from '@radix-ui/themes';
import { Link, useLocation } from '@tanstack/react-router';

const PAGES = [
  { to: '/stores/$storeId', title: 'Overview' },
  { to: '/stores/$storeId/reports', title: 'Reports' },
  { to: '/stores/$storeId/ledger', title: 'Ledger' },
  { to: '/verify', title: 'Verify a file' },
] as const;

const GROUPS = [
  {
    title: 'Developers',
    pages: [
      { to: '/stores/$storeId/tokens', title: 'API tokens' },
      { to: '/stores/$storeId/webhooks', title: 'Webhooks' },
      { to: '/stores/$storeId/api-logs', title: 'Request log' },
    ],
  },
  {
    title: 'Settings',
    pages: [
      { to: '/stores/$storeId/members', title: 'Members' },
      { to: '/stores/$storeId/settings', title: 'Notifications' },
    ],
  },
] as const;

/** The pages of a store; what is needed rarely lies in two groups. */
export function StoreNav({ storeId }: { storeId: string }) {
  return (
    <nav className="nav wide" aria-label="Store">
      <Flex gap="4">
        {PAGES.map(({ to, title }) => (
          <Link key={to} to={to} params={{ storeId }} activeOptions={{ exact: title === 'Overview' }}>
            {title}
          </Link>
        ))}
        {GROUPS.map((group) => (
          <Group key={group.title} storeId={storeId} group={group} />
        ))}
      </Flex>
    </nav>
  );
}

function Group({ storeId, group }: { storeId: string; group: (typeof GROUPS)[number] }) {
  const path = useLocation({ select: ({ pathname }) => pathname.replace(storeId, '$storeId') });
  const isHere = group.pages.some(({ to }) => path.startsWith(to));
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger>
        <button type="button" data-here={isHere}>
          {group.title} <DropdownMenu.TriggerIcon />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content>
        {group.pages.map(({ to, title }) => (
          <DropdownMenu.Item key={to} asChild>
            <Link to={to} params={{ storeId }}>
              {title}
            </Link>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
