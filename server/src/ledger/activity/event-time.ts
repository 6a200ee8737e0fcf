import { parseInstant } from '../../domain/instant.ts';

const ZONE = /(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** What is wrong with an event's time, in words, or undefined. Unlike a period's bounds it must name its zone. */
export function eventTimeProblem(text: string): string | undefined {
  const parsed = parseInstant(text);
  if ('problem' in parsed) return parsed.problem;
  return ZONE.test(text) ? undefined : 'must say its time zone, as in 2026-04-01T00:00:00Z';
}

/** Milliseconds since the epoch. Only for text in which `eventTimeProblem` found nothing: `Date.parse` checks less. */
export function eventTime(text: string): number {
  return Date.parse(text);
}
