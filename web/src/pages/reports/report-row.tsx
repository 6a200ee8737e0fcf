import type { Report } from '@daybook/client';
import { Table, Text } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';
import { StatusPill } from '../../parts/status-pill.tsx';
import { REPORT_TITLES } from '../../parts/report-titles.ts';
import { countInWords, instantInWords, periodInWords, sizeInWords } from '../../parts/words.ts';
import { ReportActions } from './report-actions.tsx';

/** One report in the list. */
export function ReportRow(props: { storeId: string; report: Report; requester: string }) {
  const { storeId, report, requester } = props;
  const rows = report.rowCount ?? report.rowsWritten;
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <Link to="/stores/$storeId/reports/$reportId" params={{ storeId, reportId: report.id }}>
          {REPORT_TITLES[report.type]}
        </Link>
      </Table.RowHeaderCell>
      <Table.Cell data-label="Period">{periodInWords(report)}</Table.Cell>
      <Table.Cell data-label="State">
        <StatusPill report={report} />
        {report.status === 'FAILED' && report.errorCode !== 'CANCELED' && (
          <Text as="p" size="1" color="gray">
            {report.errorMessage}
          </Text>
        )}
      </Table.Cell>
      <Table.Cell data-label="Rows" className="figure">
        {rows === null ? '' : countInWords(rows)}
      </Table.Cell>
      <Table.Cell data-label="Size" className="figure">
        {report.sizeBytes === null ? '' : sizeInWords(report.sizeBytes)}
      </Table.Cell>
      <Table.Cell data-label="Requested">
        <Text size="2">{instantInWords(report.createdAt)}</Text>
        <Text as="p" size="1" color="gray">
          by {requester}
        </Text>
      </Table.Cell>
      <Table.Cell>
        <ReportActions storeId={storeId} report={report} />
      </Table.Cell>
    </Table.Row>
  );
}
