import { seededRandom } from '../server/test/support/seeded-random.ts';
import type { ChaosFault } from './faults/fault.ts';

/** One thing that will be done. Times in milliseconds from the beginning; `random`: 0 ≤ r < 1, for details. */
export type Step = {
  readonly atMs: number;
  readonly fault: string;
  readonly target: string;
  readonly durationMs: number;
  readonly random: number;
};

/** Between the beginnings of two faults. */
const PAUSE_MS = [200, 2_500] as const;

/** Everything that will go wrong, and when: the same for the same seed, length and faults. Ended by `lengthMs`. */
export function makeSchedule(seed: number, lengthMs: number, faults: readonly ChaosFault[]): Step[] {
  const random = seededRandom(seed);
  const between = ([least, most]: readonly [number, number]) => Math.round(least + random.unit() * (most - least)); // prettier-ignore
  const busyUntil = new Map<string, number>();
  const steps: Step[] = [];
  if (faults.length === 0) return steps;
  for (let atMs = between(PAUSE_MS); atMs < lengthMs; atMs += between(PAUSE_MS)) {
    const fault = random.pick(faults);
    const target = random.pick(fault.targets);
    const durationMs = Math.min(between(fault.durationMs), lengthMs - atMs);
    const details = random.unit();
    if ((busyUntil.get(target) ?? 0) > atMs) continue;
    busyUntil.set(target, atMs + durationMs);
    steps.push({ atMs, fault: fault.name, target, durationMs, random: details });
  }
  return steps;
}
