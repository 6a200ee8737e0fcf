import { Heading, Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../parts/problem.tsx';
import { usePeople } from '../../parts/people.ts';
import { instantInWords } from '../../parts/words.ts';
import { downloadsOf } from '../reports/report-queries.ts';

/** Who took the files, and when. */
export function Downloads({ storeId, reportId }: { storeId: string; reportId: string }) {
  const { data, error, refetch } = useQuery(downloadsOf(storeId, reportId));
  const nameOf = usePeople(storeId);
  return (
    <>
      <Heading as="h2" size="3" mt="5" mb="2">
        Downloads
      </Heading>
      {error && <Problem error={error} again={() => void refetch()} />}
      {data?.items.length === 0 && <Text color="gray">Nobody has downloaded a file of this report yet.</Text>}
      {data && data.items.length > 0 && (
        <Table.Root className="stacked">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Who</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>File</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>From</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {data.items.map((download) => (
              <Table.Row key={download.id}>
                <Table.RowHeaderCell>{nameOf(download)}</Table.RowHeaderCell>
                <Table.Cell data-label="File">{download.format}</Table.Cell>
                <Table.Cell data-label="When">{instantInWords(download.at)}</Table.Cell>
                <Table.Cell data-label="From">{download.ip ?? '–'}</Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      )}
    </>
  );
}
