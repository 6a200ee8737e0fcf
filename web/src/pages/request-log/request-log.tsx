import type { DataOf } from '@daybook/client';
import { Heading, Skeleton, TabNav, Text } from '@radix-ui/themes';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { daybookOf } from '../../app/daybook.ts';
import { useRole } from '../../app/use-role.ts';
import { NotYourRole } from '../../parts/not-your-role.tsx';
import { Pages } from '../../parts/pages.tsx';
import { Problem } from '../../parts/problem.tsx';
import { DownloadTable } from './download-table.tsx';
import { RequestTable } from './request-table.tsx';

const PAGE_ITEMS = 50;
const LOOK_AGAIN_MS = 5_000;

/** What the API answers: requests, or downloads, as they were asked for. */
type Records = DataOf<'GET /v2/stores/{storeId}/api-logs'>;
export type ApiRequest = Extract<Records['items'][number], { method: string }>;
export type Download = Extract<Records['items'][number], { reportId: string }>;

/** `/stores/:storeId/api-logs` */
export function RequestLog() {
  const { storeId } = useParams({ from: '/stores/$storeId/api-logs' });
  const { kind = 'requests' } = useSearch({ from: '/stores/$storeId/api-logs' });
  const { role, mayDevelop } = useRole(storeId);
  const here = { to: '/stores/$storeId/api-logs', params: { storeId } } as const;
  return (
    <>
      <Heading mb="4">Request log</Heading>
      {role !== undefined && !mayDevelop && (
        <NotYourRole what="What programs did with this store is for developers and up." />
      )}
      {mayDevelop && (
        <>
          <TabNav.Root aria-label="Kind" mb="2">
            <TabNav.Link asChild active={kind === 'requests'}>
              <Link {...here} search={{}}>
                Requests
              </Link>
            </TabNav.Link>
            <TabNav.Link asChild active={kind === 'downloads'}>
              <Link {...here} search={{ kind: 'downloads' }}>
                Downloads
              </Link>
            </TabNav.Link>
          </TabNav.Root>
          <RecordsOf storeId={storeId} kind={kind} />
        </>
      )}
    </>
  );
}

function RecordsOf({ storeId, kind }: { storeId: string; kind: 'requests' | 'downloads' }) {
  const { page = 1 } = useSearch({ from: '/stores/$storeId/api-logs' });
  const navigate = useNavigate({ from: '/stores/$storeId/api-logs' });
  const { data, error, refetch } = useQuery({
    queryKey: ['records', storeId, kind, page],
    queryFn: ({ signal }) =>
      daybookOf(storeId).call('GET /v2/stores/{storeId}/api-logs', { query: { kind, page, limit: PAGE_ITEMS }, signal }), // prettier-ignore
    placeholderData: (before, query) => (query?.queryKey[2] === kind ? keepPreviousData(before) : undefined),
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Skeleton height="20rem" />;
  return (
    <>
      {data.items.length === 0 && (
        <Text as="p" color="gray" align="center" my="9">
          {kind === 'requests'
            ? 'No program has asked for anything in the last 30 days.'
            : 'Nobody has downloaded a file in the last 30 days.'}
        </Text>
      )}
      {data.items.length > 0 &&
        (kind === 'requests' ? (
          <RequestTable storeId={storeId} requests={data.items as readonly ApiRequest[]} />
        ) : (
          <DownloadTable storeId={storeId} downloads={data.items as readonly Download[]} />
        ))}
      <Pages
        pagination={data.pagination}
        go={(to) =>
          void navigate({
            search: { ...(kind === 'downloads' ? { kind } : {}), ...(to > 1 ? { page: to } : {}) },
          })
        }
      />
    </>
  );
}
