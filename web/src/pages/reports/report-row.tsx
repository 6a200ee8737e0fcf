import type { Report } from '@daybook/client';
import { Table, Text } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';
import { StatusPill } from '../../parts/status-pill.tsx';
import { countInWords, instantInWords, periodInWords, sizeInWords, TYPE_TITLES } from '../../parts/words.ts';
import { ReportActions } from './report-actions.tsx';

/** One report in the list. */
export function ReportRow({ storeId, report }: { storeId: string; report: Report }) {
  const rows = report.rowCount ?? report.rowsWritten;
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <Link to="/stores/$storeId/reports/$reportId" params={{ storeId, reportId: report.id }}>
          {TYPE_TITLES[report.type]}
        </Link>
      </Table.RowHeaderCell>
      <Table.Cell>{periodInWords(report)}</Table.Cell>
      <Table.Cell>
        <StatusPill report={report} />
        {report.status === 'FAILED' && report.errorCode !== 'CANCELED' && (
          <Text as="p" size="1" color="gray">
            {report.errorMessage}
          </Text>
        )}
      </Table.Cell>
      <Table.Cell className="figure">{rows === null ? '' : countInWords(rows)}</Table.Cell>
      <Table.Cell className="figure">
        {report.sizeBytes === null ? '' : sizeInWords(report.sizeBytes)}
      </Table.Cell>
      <Table.Cell>
        <Text size="2">{instantInWords(report.createdAt)}</Text>
        <Text as="p" size="1" color="gray">
          {report.requestedByTokenId ? 'by a program' : report.requestedByAccountId ? 'in the dashboard' : ''}
        </Text>
      </Table.Cell>
      <Table.Cell>
        <ReportActions storeId={storeId} report={report} />
      </Table.Cell>
    </Table.Row>
  );
}
