import type { DaybookError } from '../daybook-error.ts';

const FIRST_MS = 500;
const LONGEST_MS = 20_000;
/** Nobody waits longer than this because a header says so. */
const RETRY_AFTER_LONGEST_MS = 120_000;

/**
 * Milliseconds before the next try; `tries` were made. Half to whole of 0.5, 1, 2, 4 … 20 s at random, so that many who
 * failed at once do not come back at once, and never sooner than the server asked for.
 */
export function retryDelay(tries: number, error: DaybookError, random: () => number): number {
  const backOff = Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1)) * (0.5 + random() / 2);
  const asked = Math.min(error.retryAfterMs ?? 0, RETRY_AFTER_LONGEST_MS);
  return asked === 0 ? backOff : asked + random() * FIRST_MS;
}
