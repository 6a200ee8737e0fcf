import { DaybookError } from './errors.ts';
import { formatInstant, parseInstant } from './instant.ts';
import { DAY_MS, PERIOD_MAX_DAYS } from './limits.ts';

/** `[start, end)`, both in milliseconds since the Unix epoch. */
export type Period = { readonly start: number; readonly end: number };

const PERIOD_MAX_MS = PERIOD_MAX_DAYS * DAY_MS;
const WINDOWS_NAMED_MAX = 5;

/**
 * Reads a report's period. Throws INVALID_PERIOD when a bound is no date-time, the end is not after the start, or the
 * period is longer than 90 days of 24 hours and not exactly one UTC calendar quarter.
 */
export function parsePeriod(periodStart: string, periodEnd: string): Period {
  const start = parseBound('periodStart', periodStart);
  const end = parseBound('periodEnd', periodEnd);
  if (end <= start) {
    const message = `periodEnd must be after periodStart; ${formatInstant(end)} is not after ${formatInstant(start)}.`;
    throw invalid('periodEnd', message, 'must be after periodStart');
  }
  const period = { start, end };
  if (end - start > PERIOD_MAX_MS && !isCalendarQuarter(period)) throw tooLong(period);
  return period;
}

/** Whether the period is exactly one UTC calendar quarter, first instant to first instant. */
export function isCalendarQuarter(period: Period): boolean {
  return isQuarterStart(period.start) && period.end === nextQuarterStart(period.start);
}

/** Splits a period of any length into adjacent windows that pass: a whole quarter where one starts and fits, else 90 days. */
export function splitPeriod(period: Period): Period[] {
  const windows: Period[] = [];
  let start = period.start;
  while (start < period.end) {
    const quarterEnd = isQuarterStart(start) ? nextQuarterStart(start) : Infinity;
    const end = quarterEnd <= period.end ? quarterEnd : Math.min(start + PERIOD_MAX_MS, period.end);
    windows.push({ start, end });
    start = end;
  }
  return windows;
}

function parseBound(field: string, text: string): number {
  const parsed = parseInstant(text);
  if ('problem' in parsed) throw invalid(field, `${field} ${parsed.problem}.`, parsed.problem);
  return parsed.instant;
}

function isQuarterStart(instant: number): boolean {
  const date = new Date(instant);
  return date.getUTCMonth() % 3 === 0 && date.getUTCDate() === 1 && instant % DAY_MS === 0;
}

function nextQuarterStart(instant: number): number {
  const date = new Date(instant);
  date.setUTCMonth(date.getUTCMonth() + 3);
  return date.getTime();
}

function tooLong(period: Period): DaybookError {
  const over = describeSpan(period.end - period.start - PERIOD_MAX_MS);
  const windows = splitPeriod(period);
  const named = windows
    .slice(0, WINDOWS_NAMED_MAX)
    .map((window) => `${formatInstant(window.start)} to ${formatInstant(window.end)}`)
    .join(', ');
  const more = windows.length > WINDOWS_NAMED_MAX ? `, and ${windows.length - WINDOWS_NAMED_MAX} more` : '';
  const message = `The period is ${over} longer than the ${PERIOD_MAX_DAYS} days allowed. Queue one report for each of: ${named}${more}.`;
  return invalid('periodEnd', message, `is ${over} too late`);
}

function describeSpan(ms: number): string {
  if (ms % DAY_MS === 0) return ms === DAY_MS ? '1 day' : `${ms / DAY_MS} days`;
  const units: [string, number][] = [['day', DAY_MS], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000], ['millisecond', 1]]; // prettier-ignore
  const parts: string[] = [];
  let rest = ms;
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ');
}

function invalid(path: string, message: string, detail: string): DaybookError {
  return new DaybookError('INVALID_PERIOD', message, { details: [{ path, message: detail }] });
}
