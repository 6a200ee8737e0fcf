import type { Report } from '@daybook/client';
import { Heading, Table } from '@radix-ui/themes';
import { CopyId } from '../../parts/copy-id.tsx';
import { countInWords, sizeInWords } from '../../parts/words.ts';

/** The files of a report, as they can be checked. */
export function Files({ report }: { report: Report }) {
  return (
    <>
      <Heading as="h2" size="3" mt="5" mb="2">
        Files
      </Heading>
      <Table.Root className="stacked">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>File</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="figure">Rows</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell className="figure">Size</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>SHA-256</Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {report.files.map(({ format, sizeBytes, sha256 }) => (
            <Table.Row key={format}>
              <Table.RowHeaderCell>{format}</Table.RowHeaderCell>
              <Table.Cell data-label="Rows" className="figure">
                {countInWords(report.rowCount ?? 0)}
              </Table.Cell>
              <Table.Cell data-label="Size" className="figure">
                {sizeInWords(sizeBytes)}
              </Table.Cell>
              <Table.Cell data-label="SHA-256">
                <CopyId value={sha256} shown={`${sha256.slice(0, 16)}…`} />
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </>
  );
}
