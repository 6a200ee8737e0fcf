import { DaybookError, month, type Period, quarter, year } from '@daybook/client';
import { UsageError } from '../usage-error.ts';

/** What of the command line says the period. */
export type AskedPeriod = {
  readonly from?: string;
  readonly to?: string;
  readonly month?: string;
  readonly quarter?: string;
  readonly year?: string;
};

/** Throws UsageError when it is not said just once, INVALID_PERIOD when there is no such period. */
export function readPeriod({ from, to, ...named }: AskedPeriod): Period {
  const ways = [named.month, named.quarter, named.year].filter((one) => one !== undefined);
  const bounds = [from, to].filter((one) => one !== undefined).length;
  if (ways.length + Math.ceil(bounds / 2) !== 1 || bounds === 1) {
    throw new UsageError('say the period, once: --from and --to, or --month, --quarter or --year');
  }
  if (named.month !== undefined) return month(named.month);
  if (named.quarter !== undefined) return quarter(named.quarter);
  if (named.year !== undefined) return year(named.year);
  const periodStart = instant('--from', from!);
  const periodEnd = instant('--to', to!);
  if (Date.parse(periodEnd) > Date.parse(periodStart)) return { periodStart, periodEnd };
  throw new DaybookError('INVALID_PERIOD', `--to must be after --from: ${to} is not after ${from}.`);
}

/** A date alone is its first instant in UTC, and so is a time without an offset. */
function instant(option: string, text: string): string {
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d/.exec(whole) ?? [];
  const zoned = /(Z|[+-]\d\d:\d\d)$/i.test(whole) ? whole : `${whole}Z`;
  // JavaScript takes 30 February for 2 March.
  const midnight = new Date(`${day}T00:00:00Z`);
  const real = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  if (day !== '' && real && !Number.isNaN(Date.parse(zoned))) return zoned;
  throw new DaybookError('INVALID_PERIOD', `${option} is no date: ${JSON.stringify(text)}. Write 2026-04-01 or 2026-04-01T12:00:00Z.`); // prettier-ignore
}
