import { HOUR_MS, MINUTE_MS } from './limits.ts';

/** Waits after the first, second, … failed attempt: ten attempts over about 75 hours (`docs/webhooks.md`, Telling people). */
const WAITS_MS: readonly number[] = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const JITTER = 0.1;

/**
 * How many milliseconds after its `attempts`-th attempt has failed a delivery is tried again; undefined: never. Varied by
 * a tenth, so that what failed together does not come back together. `unit`: 0 ≤ x < 1, random.
 */
export function webhookWaitMs(attempts: number, unit: number): number | undefined {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? undefined : Math.round(wait * (1 + JITTER * (2 * unit - 1)));
}
