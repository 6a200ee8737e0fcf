import { formatAmount } from '@daybook/client';
import { Callout, Card, Flex, Heading, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { CopyId } from '../../parts/copy-id.tsx';
import { Problem } from '../../parts/problem.tsx';
import { countInWords } from '../../parts/words.ts';
import { manifestOf } from './report-queries.ts';

/** What the operator signed: the sums of the file and, of a ledger report, where its chain stands. */
export function ReportManifest({ storeId, reportId }: { storeId: string; reportId: string }) {
  const { data, error, refetch } = useQuery(manifestOf(storeId, reportId));
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Skeleton height="6rem" mt="4" />;
  const { totals, ledger } = data.manifest;
  return (
    <>
      {totals.length > 0 && (
        <Table.Root mt="4">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Sum of</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell className="figure">Amount</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {totals.map(({ currency, column, sum }) => (
              <Table.Row key={`${currency} ${column}`}>
                <Table.RowHeaderCell>{column.replaceAll('_', ' ')}</Table.RowHeaderCell>
                <Table.Cell className="figure">{formatAmount(BigInt(sum), currency)}</Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      )}
      {ledger && (
        <Card mt="4">
          <Heading size="3" mb="3">
            The chain
          </Heading>
          <Flex direction="column" gap="1">
            <Text>
              {ledger.before
                ? `Continues entry ${countInWords(ledger.before.sequence)}`
                : 'Begins with the first entry'}
              {ledger.after
                ? `; entry ${countInWords(ledger.after.sequence)} follows: the period is closed.`
                : '; nothing follows yet: complete as recorded.'}
            </Text>
            {ledger.head && (
              <Text>
                Head: entry {countInWords(ledger.head.sequence)},{' '}
                <CopyId value={ledger.head.hash} shown={`${ledger.head.hash.slice(0, 16)}…`} />
              </Text>
            )}
          </Flex>
        </Card>
      )}
      <Callout.Root mt="4" color="gray">
        <Callout.Text>
          Signed by the operator: these are exactly the bytes that were issued, and they have not changed
          since. It cannot prove that everything was recorded.
        </Callout.Text>
      </Callout.Root>
    </>
  );
}
