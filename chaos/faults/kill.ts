import type { ChaosFault } from './fault.ts';
import { memberOf } from './member-of.ts';
import { APIS, WORKERS } from './targets.ts';

/** SIGKILL, as a power cut: nothing is said to anybody. It comes back after a while. */
const kill = (name: string, targets: readonly string[]): ChaosFault => ({
  name,
  targets,
  durationMs: [200, 4_000],
  async inflict({ cluster, target, over, killed }) {
    const member = memberOf(cluster, target);
    killed(target);
    await member.kill();
    await over;
    member.up();
  },
});

export const killWorker = kill('kill-worker', WORKERS);
export const killApi = kill('kill-api', APIS);
