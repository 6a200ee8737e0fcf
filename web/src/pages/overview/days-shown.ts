const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The latest days that can be chosen at once. */
export const SPANS = [7, 30, 90] as const;
const USUAL = 30;

/** What the address of the overview says of the days that it shows: nothing for the usual thirty. */
export type DaysSearch = { days?: number; from?: string; to?: string };

/** Takes from an address what makes sense of it. */
export function daysSearch(search: Record<string, unknown>): DaysSearch {
  const { days, from, to } = search;
  if (typeof from === 'string' && typeof to === 'string' && DAY.test(from) && DAY.test(to))
    return { from, to };
  const span = SPANS.find((each) => each === Number(days));
  return span && span !== USUAL ? { days: span } : {};
}

/** The days themselves, in UTC; `span` is missing where somebody chose the first and the last. */
export function daysShown(search: DaysSearch, now: number): { from: string; to: string; span?: number } {
  if (search.from !== undefined && search.to !== undefined) return { from: search.from, to: search.to };
  const span = search.days ?? USUAL;
  return { from: dayOf(now - (span - 1) * DAY_MS), to: dayOf(now), span };
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
