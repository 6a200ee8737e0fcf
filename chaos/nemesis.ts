import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import type { ChaosFault } from './faults/fault.ts';
import type { History } from './history.ts';
import type { Step } from './schedule.ts';

type NemesisOptions = {
  cluster: Cluster;
  history: History;
  schedule: readonly Step[];
  faults: readonly ChaosFault[];
  /** Ends all faults at once and begins no more. */
  signal: AbortSignal;
};

/** Carries out the schedule. Resolves when every fault is over and mended. */
export async function runNemesis(options: NemesisOptions): Promise<void> {
  const began = performance.now();
  const last = new Map<string, Promise<void>>();
  for (const step of options.schedule) {
    await until(began + step.atMs, options.signal);
    if (options.signal.aborted) break;
    // Mending can take longer than the schedule knows, a recovery of Postgres for one.
    const run = (last.get(step.target) ?? Promise.resolve()).then(() => inflict(step, options));
    run.catch(() => {}); // it rejects below, once the others are over
    last.set(step.target, run);
  }
  await Promise.allSettled(last.values());
  await Promise.all(last.values());
}

async function inflict(step: Step, { cluster, history, faults, signal }: NemesisOptions): Promise<void> {
  const { fault: name, target } = step;
  const fault = faults.find((each) => each.name === name);
  const why = fault?.impossible?.(cluster);
  if (fault === undefined || why !== undefined) {
    history.add({ kind: 'fault', fault: name, target, phase: 'impossible', why: why ?? 'unknown' });
    return;
  }
  history.add({ kind: 'fault', fault: name, target, phase: 'began' });
  const over = until(performance.now() + step.durationMs, signal);
  const killed = (member: string): void => {
    const worker = cluster.members.get(member)?.workerNumber();
    if (worker !== undefined) history.add({ kind: 'killed', member, worker });
  };
  await fault.inflict({ cluster, target, random: step.random, over, killed });
  history.add({ kind: 'fault', fault: name, target, phase: 'over' });
}

/** Resolves at that time, or at once when the signal fires. */
async function until(time: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, time - performance.now()), undefined, { signal }).catch(() => {});
}
