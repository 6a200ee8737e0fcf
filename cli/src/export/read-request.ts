import {
  type ExportRequest,
  month,
  type Period,
  quarter,
  REPORT_COLUMNS,
  type ReportType,
  year,
} from '@daybook/client';
import { UsageError } from '../usage-error.ts';

export const REPORT_TYPES = Object.keys(REPORT_COLUMNS) as ReportType[];

/** What of the command line says what to export. */
export type Asked = {
  from?: string;
  to?: string;
  month?: string;
  quarter?: string;
  year?: string;
  format?: string;
  guard?: boolean;
};

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

function readPeriod({ from, to, ...named }: Asked): Period {
  const ways = [named.month, named.quarter, named.year].filter((one) => one !== undefined);
  const bounds = [from, to].filter((one) => one !== undefined).length;
  if (ways.length + Math.ceil(bounds / 2) !== 1 || bounds === 1) {
    throw new UsageError('say the period, once: --from and --to, or --month, --quarter or --year');
  }
  if (named.month !== undefined) return month(named.month);
  if (named.quarter !== undefined) return quarter(named.quarter);
  if (named.year !== undefined) return year(named.year);
  return { periodStart: instant(from!), periodEnd: instant(to!) };
}

/** A date alone is its first instant in UTC. */
function instant(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
}
