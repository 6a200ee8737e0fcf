import type { Report } from '@daybook/client';
import { fitText } from '../fit-text.ts';
import { readBytes } from '../read-bytes.ts';

const LABEL_WIDTH = 12;

/** Everything of one report, for a person. */
export function printReport(report: Report, columns: number): string {
  const { id, type, status, periodStart, periodEnd, rowCount, rowsWritten, asOf, expiresAt } = report;
  const lines: (readonly [string, string])[] = [
    ['Report', id],
    ['Type', type],
    ['Status', status],
    ['Period', `${periodStart} to ${periodEnd}`],
    ['Rows', (rowCount ?? rowsWritten ?? 0).toLocaleString('en')],
    ...(asOf === null ? [] : [['As of', asOf] as const]),
    ...(report.errorMessage === null
      ? []
      : [['Failed', `${report.errorMessage} (${report.errorCode})`] as const]),
    ...report.files.flatMap(({ format, sizeBytes, sha256 }) => [
      [format, readBytes(sizeBytes)] as const,
      ['SHA-256', sha256] as const,
    ]),
    ['Kept until', expiresAt],
  ];
  const fit = ([label, value]: readonly [string, string]): string =>
    `${fitText(`${label.padEnd(LABEL_WIDTH)}${value}`, columns, LABEL_WIDTH)}\n`;
  return lines.map(fit).join('');
}
