import { currencyDecimals, type Report } from '@daybook/client';

const DAY_MS = 86_400_000;
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const MINUTE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const COMPACT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const COUNT = new Intl.NumberFormat('en-GB');
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `1 Apr 2026, 10:00 UTC` */
export function instantInWords(instant: string): string {
  return `${MINUTE.format(new Date(instant))} UTC`;
}

/** `April 2026`, `1 Apr 2026 – 14 Apr 2026`; times too where the period does not begin and end with a day. */
export function periodInWords({ periodStart, periodEnd }: Pick<Report, 'periodStart' | 'periodEnd'>): string {
  const [start, end] = [Date.parse(periodStart), Date.parse(periodEnd)];
  if (start % DAY_MS !== 0 || end % DAY_MS !== 0)
    return `${instantInWords(periodStart)} – ${instantInWords(periodEnd)}`;
  const first = new Date(start);
  const isMonth =
    first.getUTCDate() === 1 && Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1) === end;
  if (isMonth) return MONTH.format(first);
  const last = new Date(end - DAY_MS);
  return first.getTime() === last.getTime()
    ? DAY.format(first)
    : `${DAY.format(first)} – ${DAY.format(last)}`;
}

/** `12,345` */
export function countInWords(count: number): string {
  return COUNT.format(count);
}

/** `1.2 MB`, in steps of a thousand. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1_000;
  let unit = 0;
  for (; size >= 1_000 && unit < units.length - 1; unit += 1) size /= 1_000;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** `1 Apr 2026`, of a day as the API has it. */
export function dayInWords(date: string): string {
  return DAY.format(new Date(date));
}

/** `12.3k`: an amount in the currency's smallest unit as an axis shows it. */
export function compactAmount(minorUnits: number, currency: string): string {
  return COMPACT.format(minorUnits / 10 ** currencyDecimals(currency));
}
