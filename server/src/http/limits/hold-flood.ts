import { setTimeout as delay } from 'node:timers/promises';
import {
  HELD_REFUSALS_MAX,
  RATE_LIMIT_REFUSED_AT_ONCE_PER_SECOND,
  REFUSAL_HELD_MS,
} from '../../domain/limits.ts';

/**
 * Keeps the refusals of a flood waiting: who asks again as soon as there is an answer then asks about once a second on each
 * connection, and costs the others next to nothing. The first refusals of a second, and all beyond what may be held, come
 * at once. `nth`: the how-manieth refusal of its sender within the second.
 */
export function createFloodHold(): (nth: number) => Promise<void> {
  let held = 0;
  return async (nth) => {
    if (nth <= RATE_LIMIT_REFUSED_AT_ONCE_PER_SECOND || held >= HELD_REFUSALS_MAX) return;
    held += 1;
    try {
      // Spread, or all that wait would come back at the same moment.
      await delay(REFUSAL_HELD_MS * (0.5 + Math.random()));
    } finally {
      held -= 1;
    }
  };
}
