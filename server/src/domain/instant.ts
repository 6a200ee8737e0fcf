const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))?$/;

const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant, or the reason in words why the text is none. */
export type ParsedInstant = { instant: number } | { problem: string };

/**
 * Reads an RFC 3339 date-time as milliseconds since the Unix epoch. Without an offset it is UTC (the seed:
 * "interpreted as a UTC instant"). Refused: anything else of ISO 8601, impossible dates, leap seconds, instants outside
 * the years 0001 to 9999, and digits below a millisecond other than zero.
 */
export function parseInstant(text: string): ParsedInstant {
  const match = DATE_TIME.exec(text);
  if (!match) return { problem: 'must be a date-time such as 2026-04-01T00:00:00Z' };
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, number, number, number, number, number, number]; // prettier-ignore
  const fraction = match[7] ?? '';
  if (/[1-9]/.test(fraction.slice(3))) return { problem: 'must not be more precise than a millisecond' };
  if (hour > 23 || minute > 59 || second > 59) return { problem: 'has a time of day that does not exist' };
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  if (wall.getUTCFullYear() !== year || wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== day) {
    return { problem: 'is a date that does not exist' };
  }
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return { problem: 'has an offset that does not exist' };
  const offset = (offsetHours * 60 + offsetMinutes) * 60_000 * (match[8] === '-' ? -1 : 1);
  const instant = wall.getTime() - offset;
  if (instant < EARLIEST || instant > LATEST) return { problem: 'must lie in the years 0001 to 9999' };
  return { instant };
}

/** `2026-04-01T00:00:00.000Z`, the one way in which Daybook writes an instant. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString();
}
