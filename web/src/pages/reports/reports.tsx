import type { Report } from '@daybook/client';
import { Button, Flex, Heading, Skeleton, TabNav, Table, Text } from '@radix-ui/themes';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReportTab } from '../../app/router.tsx';
import { useRole } from '../../app/use-role.ts';
import { Pages } from '../../parts/pages.tsx';
import { requesterOf, usePeople } from '../../parts/people.ts';
import { Problem } from '../../parts/problem.tsx';
import { reportCounts, reportPage } from './report-queries.ts';
import { ReportRow } from './report-row.tsx';

const TITLES: Readonly<Record<ReportTab, string>> = {
  all: 'All',
  ready: 'Ready',
  generating: 'Generating',
  failed: 'Failed',
};
const EMPTY: Readonly<Record<ReportTab, string>> = {
  all: 'No reports yet. The first one takes half a minute.',
  ready: 'No report is ready yet.',
  generating: 'Nothing is being generated.',
  failed: 'No report has failed.',
};

/** `/stores/:storeId/reports` */
export function Reports() {
  const { storeId } = useParams({ from: '/stores/$storeId/reports' });
  const { tab = 'all', page = 1 } = useSearch({ from: '/stores/$storeId/reports' });
  const navigate = useNavigate({ from: '/stores/$storeId/reports' });
  const { mayWrite } = useRole(storeId);
  const counts = useQuery(reportCounts(storeId));
  const list = useQuery({ ...reportPage(storeId, tab, page), placeholderData: keepPreviousData });
  const show = (search: { tab?: ReportTab; page?: number }): void => void navigate({ search });
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3">
        <Heading>Reports</Heading>
        {mayWrite && (
          <Button asChild>
            <Link to="/stores/$storeId/reports/new" params={{ storeId }}>
              New report
            </Link>
          </Button>
        )}
      </Flex>
      <TabNav.Root aria-label="Reports by state">
        {Object.entries(TITLES).map(([value, title]) => (
          <TabNav.Link key={value} asChild active={tab === value}>
            <Link
              to="/stores/$storeId/reports"
              params={{ storeId }}
              search={value === 'all' ? {} : { tab: value as ReportTab }}
            >
              {title}
              <Text color="gray" ml="1" className="figure">
                {counts.data?.[value as ReportTab] ?? ''}
              </Text>
            </Link>
          </TabNav.Link>
        ))}
      </TabNav.Root>
      {list.error && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.data?.items.length === 0 && (
        <Flex direction="column" align="center" gap="3" py="9">
          <Text color="gray">{EMPTY[tab]}</Text>
        </Flex>
      )}
      {!list.error && list.data?.items.length !== 0 && (
        <ReportTable storeId={storeId} reports={list.data?.items} />
      )}
      {list.data && (
        <Pages
          pagination={list.data.pagination}
          go={(to) => show({ ...(tab === 'all' ? {} : { tab }), ...(to > 1 ? { page: to } : {}) })}
        />
      )}
    </>
  );
}

const HEADS = ['Report', 'Period', 'State', 'Rows', 'Size', 'Requested', ''];
const WAITING = [1, 2, 3, 4, 5];

function ReportTable({ storeId, reports }: { storeId: string; reports: readonly Report[] | undefined }) {
  const nameOf = usePeople(storeId);
  return (
    <Table.Root mt="2" className="stacked">
      <Table.Header>
        <Table.Row>
          {HEADS.map((head) => (
            <Table.ColumnHeaderCell
              key={head}
              {...(head === 'Rows' || head === 'Size' ? { className: 'figure' } : {})}
            >
              {head === '' ? <span className="rt-VisuallyHidden">Files</span> : head}
            </Table.ColumnHeaderCell>
          ))}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {reports?.map((report) => (
          <ReportRow
            key={report.id}
            storeId={storeId}
            report={report}
            requester={nameOf(requesterOf(report))}
          />
        )) ??
          WAITING.map((row) => (
            <Table.Row key={row}>
              <Table.Cell colSpan={HEADS.length}>
                <Skeleton height="1.5em" />
              </Table.Cell>
            </Table.Row>
          ))}
      </Table.Body>
    </Table.Root>
  );
}
