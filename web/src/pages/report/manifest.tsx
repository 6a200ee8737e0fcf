import { type DataOf, formatAmount } from '@daybook/client';
import { Callout, Flex, Heading, Skeleton, Table } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Problem } from '../../parts/problem.tsx';
import { manifestOf } from '../reports/report-queries.ts';
import { Chain } from './chain.tsx';
import { SaveManifest } from './save-manifest.tsx';

type Totals = DataOf<'GET /v2/stores/{storeId}/reports/{reportId}/manifest'>['manifest']['totals'];

/** What the operator signed: the sums of the file and, of a ledger report, where its chain stands. */
export function Manifest({ storeId, reportId }: { storeId: string; reportId: string }) {
  const { data, error, refetch } = useQuery(manifestOf(storeId, reportId));
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Skeleton height="6rem" mt="4" />;
  const { manifest } = data;
  const { totals, ledger } = manifest;
  return (
    <>
      {totals.length > 0 && <Sums totals={totals} />}
      {ledger && <Chain manifest={{ ...manifest, ledger }} />}
      <Callout.Root mt="4" color="gray">
        <Callout.Text>
          Signed by the operator: <Link to="/verify">verify a file</Link> to see that it is exactly what was
          issued and has not changed since. It cannot prove that everything was recorded.
        </Callout.Text>
        <div>
          <SaveManifest signed={data} />
        </div>
      </Callout.Root>
    </>
  );
}

/** One line for each column, with as many sums as there are currencies in it. */
function Sums({ totals }: { totals: Totals }) {
  const columns = Object.entries(Object.groupBy(totals, ({ column }) => column));
  return (
    <>
      <Heading as="h2" size="3" mt="5" mb="2">
        Totals
      </Heading>
      <Table.Root className="stacked">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Column</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="figure">Sum</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {columns.map(([column, sums]) => (
            <Table.Row key={column}>
              <Table.RowHeaderCell>{column.replaceAll('_', ' ')}</Table.RowHeaderCell>
              <Table.Cell data-label="Sum">
                <Flex wrap="wrap" gapX="4" gapY="1" justify={{ sm: 'end' }}>
                  {sums?.map(({ currency, sum }) => (
                    <span key={currency} className="amount">
                      {formatAmount(BigInt(sum), currency)}
                    </span>
                  ))}
                </Flex>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </>
  );
}
