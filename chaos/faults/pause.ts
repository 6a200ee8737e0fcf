import type { ChaosFault } from './fault.ts';
import { memberOf } from './member-of.ts';
import { APIS, WORKERS } from './targets.ts';

/** SIGSTOP and SIGCONT: a process that thinks no time has passed, as after a migration of its machine. */
const pause = (name: string, targets: readonly string[], most: number): ChaosFault => ({
  name,
  targets,
  durationMs: [500, most],
  async inflict({ cluster, target, over }) {
    const member = memberOf(cluster, target);
    member.signal('SIGSTOP');
    await over;
    member.signal('SIGCONT');
  },
});

/** Longer than what a stopped transaction may keep its locks. */
export const pauseWorker = pause('pause-worker', WORKERS, 20_000);
export const pauseApi = pause('pause-api', APIS, 6_000);
