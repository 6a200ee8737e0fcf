import { formatAmount } from '@daybook/client';
import { Flex, Heading, Select, Skeleton, Table, Text } from '@radix-ui/themes';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { daybookOf } from '../app/daybook.ts';
import { Pages } from '../parts/pages.tsx';
import { Problem } from '../parts/problem.tsx';
import { countInWords, instantInWords } from '../parts/words.ts';

const TYPES = ['OPENING_BALANCE', 'PAYMENT_RECEIVED', 'REFUND_INSTANT', 'REFUND_ASYNC', 'REFUND_EXTERNAL', 'DISPUTE_CREATED', 'DISPUTE_WON', 'DISPUTE_PREVENTED', 'PAYOUT', 'PAYOUT_RETURNED', 'ADJUSTMENT'] as const; // prettier-ignore
const PAGE_ITEMS = 50;

const titleOf = (type: string): string => {
  const words = type.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** `/stores/:storeId/ledger` */
export function Ledger() {
  const { storeId } = useParams({ from: '/stores/$storeId/ledger' });
  const { page = 1, type } = useSearch({ from: '/stores/$storeId/ledger' });
  const navigate = useNavigate({ from: '/stores/$storeId/ledger' });
  const only = TYPES.find((each) => each === type);
  const { data, error, refetch } = useQuery({
    queryKey: ['ledger', storeId, only, page],
    queryFn: ({ signal }) => {
      const query = { page, limit: PAGE_ITEMS, ...(only ? { type: only } : {}) };
      return daybookOf(storeId).call('GET /v2/stores/{storeId}/payouts/ledger', { query, signal });
    },
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3" wrap="wrap">
        <Heading>Ledger</Heading>
        <Select.Root
          value={only ?? 'ALL'}
          onValueChange={(value) => void navigate({ search: value === 'ALL' ? {} : { type: value } })}
        >
          <Select.Trigger aria-label="Type of entry" />
          <Select.Content>
            <Select.Item value="ALL">All entries</Select.Item>
            {TYPES.map((each) => (
              <Select.Item key={each} value={each}>
                {titleOf(each)}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
      </Flex>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="20rem" />}
      {data?.items.length === 0 && <Text color="gray">No entries {only ? 'of this type' : 'yet'}.</Text>}
      {data && data.items.length > 0 && (
        <Table.Root>
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell className="figure">No.</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>What</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell className="figure">Amount</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell className="figure">Balance</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {data.items.map((entry) => (
              <Table.Row key={entry.sequence} align="center">
                <Table.Cell className="figure">{countInWords(entry.sequence)}</Table.Cell>
                <Table.Cell>{instantInWords(entry.created_at)}</Table.Cell>
                <Table.Cell>
                  {titleOf(entry.type)}
                  <Text as="p" size="1" color="gray">
                    {entry.note}
                  </Text>
                </Table.Cell>
                <Table.Cell className="figure">{formatAmount(entry.amount, entry.currency)}</Table.Cell>
                <Table.Cell className="figure">
                  {formatAmount(entry.running_balance, entry.currency)}
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      )}
      {data && (
        <Pages
          pagination={data.pagination}
          go={(to) =>
            void navigate({ search: { ...(only ? { type: only } : {}), ...(to > 1 ? { page: to } : {}) } })
          }
        />
      )}
    </>
  );
}
