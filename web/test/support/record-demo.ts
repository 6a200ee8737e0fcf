import { generateDemoActivity } from '../../../server/src/embedded/demo/generate-demo-activity.ts';
import type { TestStore } from '../../../server/test/support/daybook.ts';

const HOUR_MS = 3_600_000;

/** Believable activity of a shop up to the last full hour, as the demo store has it. */
export async function recordDemo(
  store: TestStore,
  options: { days: number; payments: number },
): Promise<void> {
  const until = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await store.record([...generateDemoActivity({ seed: 7, until, currency: 'USD', ...options })]);
}
