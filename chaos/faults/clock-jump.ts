import { MOVED_CLOCKS } from '../cluster.ts';
import type { ChaosFault } from './fault.ts';

const JUMP_MAX_SECONDS = 600;

/** The clock of one process is minutes ahead or behind. */
export const clockJump: ChaosFault = {
  name: 'clock-jump',
  targets: MOVED_CLOCKS,
  durationMs: [1_000, 8_000],
  impossible: ({ moveClock }) => (moveClock ? undefined : 'libfaketime is not installed (apt-get install libfaketime)'), // prettier-ignore
  async inflict({ cluster, target, random, over }) {
    await cluster.moveClock?.(target, Math.round((random * 2 - 1) * JUMP_MAX_SECONDS));
    await over;
    await cluster.moveClock?.(target, 0);
  },
};
