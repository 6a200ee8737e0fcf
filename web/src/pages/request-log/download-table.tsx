import { Table } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';
import { usePeople } from '../../parts/people.ts';
import { instantInWords } from '../../parts/words.ts';
import type { Download } from './request-log.tsx';

/** Who took which file, newest first. */
export function DownloadTable({ storeId, downloads }: { storeId: string; downloads: readonly Download[] }) {
  const nameOf = usePeople(storeId);
  return (
    <Table.Root size="1" className="stacked">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Report</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>File</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Who</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>From</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {downloads.map((download) => (
          <Table.Row key={download.id} align="center">
            <Table.RowHeaderCell>
              <Link to="/stores/$storeId/reports/$reportId" params={{ storeId, reportId: download.reportId }}>
                <span className="id">{download.reportId}</span>
              </Link>
            </Table.RowHeaderCell>
            <Table.Cell data-label="File">{download.format}</Table.Cell>
            <Table.Cell data-label="Who">{nameOf(download)}</Table.Cell>
            <Table.Cell data-label="From">{download.ip ?? '–'}</Table.Cell>
            <Table.Cell data-label="When">{instantInWords(download.at)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
