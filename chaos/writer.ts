import { setTimeout as delay } from 'node:timers/promises';
import { activityLines } from '../bench/activity-lines.ts';
import type { ApiClient } from './api-client.ts';
import type { History } from './history.ts';
import { sendActivity } from './send-activity.ts';
import type { ChaosStore } from './stores.ts';

const BATCH_LINES = 50;
/** Reports grow with what is written: later batches come at a steady pace. */
const FULL_SPEED_BATCHES = 40;
const PACE_MS = 1_000;
const BATCHES_MAX = 400;

/** Sends activity as a platform does, each batch again until it is accepted, at full speed in the beginning. */
export async function runWriter(options: {
  store: ChaosStore;
  operatorKey: string;
  client: ApiClient;
  history: History;
  stopping: AbortSignal;
  signal: AbortSignal;
}): Promise<void> {
  const { store, history, stopping, signal } = options;
  for (let batch = 1; batch <= BATCHES_MAX && !stopping.aborted; batch += 1) {
    const lines = activityLines(`${store.handle}b${batch}x`, BATCH_LINES);
    await sendActivity({ ...options, storeId: store.storeId }, lines, signal);
    history.add({ kind: 'written', storeId: store.storeId, batch, lines: BATCH_LINES });
    if (batch > FULL_SPEED_BATCHES) await delay(PACE_MS, undefined, { signal: stopping }).catch(() => {});
  }
}
