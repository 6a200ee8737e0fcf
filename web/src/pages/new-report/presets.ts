/** A whole number of days in UTC: the first belongs to it, `end` not. Milliseconds since the epoch. */
export type Span = { readonly start: number; readonly end: number };

const DAY_MS = 86_400_000;
/** The longest that one report may be of; one whole calendar quarter is taken too. */
export const LONGEST_DAYS = 90;

/** The periods that people mostly want, at the present instant. */
export function presets(now: number): readonly { name: string; span: Span }[] {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const quarter = month - (month % 3);
  return [
    { name: 'Last month', span: { start: Date.UTC(year, month - 1), end: Date.UTC(year, month) } },
    { name: 'Last quarter', span: { start: Date.UTC(year, quarter - 3), end: Date.UTC(year, quarter) } },
    {
      name: 'This month so far',
      span: { start: Date.UTC(year, month), end: Math.floor(now / DAY_MS) * DAY_MS + DAY_MS },
    },
  ];
}

function isQuarter({ start, end }: Span): boolean {
  const first = new Date(start);
  if (first.getUTCMonth() % 3 !== 0 || first.getUTCDate() !== 1) return false;
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 3) === end;
}

/** The reports that a time takes: one where it is short enough, else one for each calendar month that it touches. */
export function splitByMonths(span: Span): readonly Span[] {
  if (span.end - span.start <= LONGEST_DAYS * DAY_MS || isQuarter(span)) return [span];
  const parts: Span[] = [];
  for (let start = span.start; start < span.end;) {
    const date = new Date(start);
    const end = Math.min(span.end, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
    parts.push({ start, end });
    start = end;
  }
  return parts;
}

/** The same as the API has it. */
export function bounds({ start, end }: Span): { periodStart: string; periodEnd: string } {
  return { periodStart: new Date(start).toISOString(), periodEnd: new Date(end).toISOString() };
}

/** The days as a person says them, both belonging to the period; undefined until they make sense. */
export function spanOf({ first, last }: { first: string; last: string }): Span | undefined {
  const [start, end] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`) + DAY_MS];
  return end > start ? { start, end } : undefined;
}
