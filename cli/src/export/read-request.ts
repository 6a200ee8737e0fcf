import { type ExportRequest, REPORT_COLUMNS, type ReportType } from '@daybook/client';
import { UsageError } from '../usage-error.ts';
import { type AskedPeriod, readPeriod } from './read-period.ts';

export const REPORT_TYPES = Object.keys(REPORT_COLUMNS) as ReportType[];

/** What of the command line says what to export. */
export type Asked = AskedPeriod & { format?: string; guard?: boolean };

export function readRequest(type: string | undefined, asked: Asked): ExportRequest {
  return {
    type: readType(type),
    ...readPeriod(asked),
    format: readFormat(asked.format),
    formulaGuard: asked.guard ?? false,
  };
}

/** `balance-ledger` is `BALANCE_LEDGER`. */
export function readType(text: string | undefined): ReportType {
  const wanted = text?.toUpperCase().replaceAll('-', '_');
  const type = REPORT_TYPES.find((one) => one === wanted);
  if (type) return type;
  const problem = text === undefined ? 'say which report' : `there is no report type "${text}"`;
  throw new UsageError(`${problem}: one of ${REPORT_TYPES.join(', ')}`);
}

export function readFormat(text = 'CSV'): 'CSV' | 'JSON' {
  const format = text.toUpperCase();
  if (format !== 'CSV' && format !== 'JSON') throw new UsageError(`--format is csv or json, not "${text}"`);
  return format;
}
