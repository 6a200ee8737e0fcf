import { DAY_MS } from '../../domain/limits.ts';

/** The instant before which nothing happened: the time of the opening balance. */
export function demoStart(options: { until: number; days: number }): number {
  return options.until - options.days * DAY_MS;
}
