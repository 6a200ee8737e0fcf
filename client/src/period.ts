import { DaybookError } from './daybook-error.ts';

/** `[periodStart, periodEnd)`, both as `2026-04-01T00:00:00.000Z`. */
export type Period = { readonly periodStart: string; readonly periodEnd: string };

const DAY_MS = 86_400_000;
const LONGEST_MS = 90 * DAY_MS;

/** A UTC month: `month('2026-04')`. */
export function month(text: string): Period {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? wrong('month', text, '2026-04');
  return months(Number(year), Number(number) - 1, 1);
}

/** A UTC quarter: `quarter('2026-Q2')`. */
export function quarter(text: string): Period {
  const [, year, number] = /^(\d{4})-?Q([1-4])$/i.exec(text) ?? wrong('quarter', text, '2026-Q2');
  return months(Number(year), (Number(number) - 1) * 3, 3);
}

/** A UTC year: `year(2026)`. */
export function year(number: number | string): Period {
  const [text] = /^\d{4}$/.exec(String(number)) ?? wrong('year', String(number), '2026');
  return months(Number(text), 0, 12);
}

/**
 * Adjacent windows that the server takes, of a period of any length: whole quarters where one starts, else up to 90
 * days. Throws INVALID_PERIOD when a bound is no date-time, or the end is not after the start.
 */
export function splitPeriod({ periodStart, periodEnd }: Period): Period[] {
  const end = instant(periodEnd, 'periodEnd');
  const windows: Period[] = [];
  let from = instant(periodStart, 'periodStart');
  if (end <= from) throw new DaybookError('INVALID_PERIOD', `periodEnd must be after periodStart; ${periodEnd} is not after ${periodStart}.`); // prettier-ignore
  while (from < end) {
    const to = Math.min(end, quarterEnd(from) ?? from + LONGEST_MS);
    windows.push(period(from, to));
    from = to;
  }
  return windows;
}

/** The end of the quarter that starts at this very instant, if one does. */
function quarterEnd(instant: number): number | undefined {
  const date = new Date(instant);
  const starts = instant % DAY_MS === 0 && date.getUTCDate() === 1 && date.getUTCMonth() % 3 === 0;
  return starts ? date.setUTCMonth(date.getUTCMonth() + 3) : undefined;
}

/** As the server reads it: without an offset it is UTC, and a date alone is none. */
function instant(text: string, field: string): number {
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
  const ms = whole ? Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new DaybookError('INVALID_PERIOD', `${field} is no date-time: ${JSON.stringify(text)}. It looks like 2026-04-01T00:00:00Z.`); // prettier-ignore
  return ms;
}

function months(year: number, month: number, count: number): Period {
  const start = new Date(0);
  start.setUTCFullYear(year, month, 1);
  const from = start.getTime();
  return period(from, start.setUTCMonth(month + count));
}

const period = (from: number, to: number): Period => ({
  periodStart: new Date(from).toISOString(),
  periodEnd: new Date(to).toISOString(),
});

function wrong(what: string, text: string, example: string): never {
  throw new DaybookError('INVALID_PERIOD', `${JSON.stringify(text)} is no ${what}; write ${example}.`);
}
