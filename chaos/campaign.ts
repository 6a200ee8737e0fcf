import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKS } from './checks.ts';
import { type Cluster, openCluster } from './cluster.ts';
import type { Evidence } from './evidence.ts';
import type { ChaosFault } from './faults/fault.ts';
import { gatherEvidence, settle } from './gather-evidence.ts';
import { type History, openHistory } from './history.ts';
import { runNemesis } from './nemesis.ts';
import { recoveryTimes } from './recovery-times.ts';
import { makeSchedule } from './schedule.ts';
import { startWorkload } from './workload.ts';

const TEMPORARY = fileURLToPath(new URL('../.tmp/', import.meta.url));
const READY_MAX_MS = 60_000;
/** How long everything that was begun may take to end, once no fault is left. */
const WORKLOAD_END_MAX_MS = 150_000;

export type CampaignOptions = {
  seed: number;
  lengthMs: number;
  faults: readonly ChaosFault[];
  storage: 'folder' | 's3';
  /** Keep the folder with history, schedule, logs and files. */
  keep: boolean;
  say(line: string): void;
  /** Told about the history from its first line on. */
  watch?(history: History): void;
  signal: AbortSignal;
};

export type Verdict = {
  /** By promise: whatever contradicts it. */
  broken: ReadonlyMap<string, readonly string[]>;
  evidence: Evidence;
  recoveryMs: readonly number[];
  /** Undefined where nothing was kept. */
  folder: string | undefined;
};

/** Runs one campaign, from an empty database to the verdict. Nothing is left running, whatever happens. */
export async function runCampaign(options: CampaignOptions): Promise<Verdict> {
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 'chaos-'));
  const history = openHistory(join(folder, 'history.ndjson'));
  options.watch?.(history);
  let keep = options.keep;
  try {
    const evidence = await runIn(folder, history, options);
    const broken = new Map(
      CHECKS.map(({ promise, find }) => [promise, find(evidence)] as const).filter(([, found]) => found.length > 0), // prettier-ignore
    );
    // What a failure is read from is kept without being asked for.
    keep ||= broken.size > 0;
    return { broken, evidence, recoveryMs: recoveryTimes(evidence), folder: keep ? folder : undefined };
  } catch (error) {
    keep ||= !options.signal.aborted;
    if (keep) options.say(`What happened is in ${folder}`);
    throw error;
  } finally {
    await history.close();
    if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runIn(folder: string, history: History, options: CampaignOptions): Promise<Evidence> {
  const { seed, lengthMs, faults, say, signal } = options;
  const schedule = makeSchedule(seed, lengthMs, faults);
  await writeFile(join(folder, 'schedule.json'), `${JSON.stringify({ seed, lengthMs, schedule }, null, 1)}\n`); // prettier-ignore
  say(`Seed ${seed}: ${schedule.length} faults in ${Math.round(lengthMs / 1_000)} s, files in ${options.storage === 's3' ? 'S3' : 'a folder'}`); // prettier-ignore
  const cluster = await openCluster({ folder, storage: options.storage }, history);
  try {
    for (const { name, impossible } of faults) {
      const why = impossible?.(cluster);
      if (why !== undefined) say(`Left out: ${name}: ${why}`);
    }
    await allReady(cluster, signal);
    const stopping = new AbortController();
    const ending = AbortSignal.any([signal, AbortSignal.timeout(lengthMs + WORKLOAD_END_MAX_MS)]);
    const workload = await startWorkload({ cluster, history, seed, lengthMs, stopping: stopping.signal, signal: ending }); // prettier-ignore
    const done = workload.done.catch((error: unknown) => {
      if (!signal.aborted) history.add({ kind: 'gave up', why: (error as Error).message });
    });
    const length = AbortSignal.any([signal, AbortSignal.timeout(lengthMs)]);
    await Promise.all([runNemesis({ cluster, history, schedule, faults, signal: length }), aborted(length)]);
    stopping.abort();
    signal.throwIfAborted();
    say('Every fault is over; waiting for what was begun');
    await done;
    await settle(cluster);
    signal.throwIfAborted();
    await cluster.stopMembers();
    say('Counting, reading every file, sweeping');
    return await gatherEvidence(cluster, history, workload.stores.map(({ secret }) => secret)); // prettier-ignore
  } finally {
    await cluster.close();
  }
}

async function allReady({ members, folder }: Cluster, signal: AbortSignal): Promise<void> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(READY_MAX_MS)]);
  const ready = Promise.all([...members.values()].map((member) => member.ready())).then(() => true);
  if (await Promise.race([ready, aborted(late)])) return;
  signal.throwIfAborted();
  throw new Error(`A process was not ready within ${READY_MAX_MS / 1_000} s: see ${join(folder, 'logs')}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
