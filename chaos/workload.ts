import { seededRandom } from '../server/test/support/seeded-random.ts';
import { createApiClient } from './api-client.ts';
import { runCaller } from './caller.ts';
import type { Cluster } from './cluster.ts';
import type { History } from './history.ts';
import { type ChaosStore, makeStore } from './stores.ts';
import { runWriter } from './writer.ts';

const STORES = 3;
const CALLERS_PER_STORE = 2;
const PAYMENTS = 3_000;
/** What is kept of the campaign's reports fits a disk: they are spread over its whole length. */
const REPORTS_PER_MINUTE_MAX = 150;
const REPORTS_MAX = 2_500;
const LAST_ORDERS_MS = 5_000;

export type Workload = {
  readonly stores: readonly ChaosStore[];
  /** Resolves when writers and callers have seen the end of all they began; rejects when one could not go on. */
  readonly done: Promise<void>;
};

/** Makes the stores, then starts writers and callers. `stopping`: nothing new; `signal`: nothing more. */
export async function startWorkload(options: {
  cluster: Cluster;
  history: History;
  seed: number;
  lengthMs: number;
  stopping: AbortSignal;
  signal: AbortSignal;
}): Promise<Workload> {
  const { cluster, history, seed, stopping, signal } = options;
  const client = (salt: number) => createApiClient({ urls: cluster.apiUrls, random: seededRandom(seed + salt), history }); // prettier-ignore
  const stores: ChaosStore[] = [];
  for (let index = 1; index <= STORES; index += 1) {
    stores.push(await makeStore(cluster, client(0), { handle: `chaos-${index}`, payments: PAYMENTS }, signal)); // prettier-ignore
  }
  const mayQueue = reportBudget(options.lengthMs);
  const lastOrders = AbortSignal.any([signal, after(LAST_ORDERS_MS, stopping)]);
  const running = stores.flatMap((store, index) => [
    runWriter({ store, operatorKey: cluster.operatorKey, client: client(1_000 + index), history, stopping, signal }), // prettier-ignore
    ...Array.from({ length: CALLERS_PER_STORE }, (_, caller) => {
      const salt = 2_000 + index * CALLERS_PER_STORE + caller;
      const random = seededRandom(seed * 31 + salt);
      return runCaller({ name: `caller-${salt}`, store, client: client(salt), random, history, mayQueue, stopping, lastOrders, signal }); // prettier-ignore
    }),
  ]);
  return { stores, done: Promise.all(running).then(() => {}) };
}

/** Grants so many reports, at first a minute's worth, the rest evenly. */
function reportBudget(lengthMs: number): () => boolean {
  const perMs = Math.min(REPORTS_PER_MINUTE_MAX / 60_000, REPORTS_MAX / lengthMs);
  const began = performance.now();
  let granted = 0;
  return () => {
    if (granted >= perMs * (performance.now() - began + 60_000)) return false;
    granted += 1;
    return true;
  };
}

/** Fires so long after the signal. */
function after(milliseconds: number, signal: AbortSignal): AbortSignal {
  const later = new AbortController();
  const wait = (): void => void setTimeout(() => later.abort(), milliseconds).unref();
  signal.addEventListener('abort', wait, { once: true });
  return later.signal;
}
