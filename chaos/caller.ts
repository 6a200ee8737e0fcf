import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../server/test/support/seeded-random.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import { compareFiles } from './compare-files.ts';
import type { History, SeenReport } from './history.ts';
import { type ChaosStore, PERIOD } from './stores.ts';

const TYPES = ['PAYMENT_ACTIVITY', 'PAYMENT_ACTIVITY', 'BALANCE_LEDGER', 'BALANCE_LEDGER', 'PAYOUT_RECONCILIATION', 'REFUNDS_DISPUTES']; // prettier-ignore
/** How many reports a caller queues at once: at times more than a store may have in progress. */
const BURSTS = [1, 1, 1, 2, 4, 12];
const CANCELLED_PART = 0.08;
const DOWNLOADED_PART = 0.5;
const DOWNLOAD_TRIES_MAX = 20;
const PAUSE_MAX_MS = 1_500;

export type CallerOptions = {
  name: string;
  store: ChaosStore;
  client: ApiClient;
  random: SeededRandom;
  history: History;
  /** Whether one more report may be queued now. */
  mayQueue(): boolean;
  /** No new reports once it fires. */
  stopping: AbortSignal;
  /** Reports that were not answered by then are given up; the answer may have been lost for a minute. */
  lastOrders: AbortSignal;
  /** Everything ends once it fires. */
  signal: AbortSignal;
};

/** Queues reports with an Idempotency-Key each, waits for them, downloads some and compares, cancels a few. */
export async function runCaller(options: CallerOptions): Promise<void> {
  const { random, stopping, signal, name } = options;
  for (let number = 0; !stopping.aborted;) {
    const keys: string[] = [];
    for (let left = random.pick(BURSTS); left > 0 && options.mayQueue(); left -= 1) {
      number += 1;
      keys.push(`${name}-${number}`);
    }
    await Promise.all(keys.map((key) => followReport(key, options)));
    await delay(random.unit() * PAUSE_MAX_MS, undefined, { signal: stopping }).catch(() => {});
    signal.throwIfAborted();
  }
}

async function followReport(key: string, options: CallerOptions): Promise<void> {
  const { store, random, history, signal, client } = options;
  const { storeId } = store;
  const reports = `/v2/core/stores/${storeId}/reports`;
  const headers = { Authorization: `Bearer ${store.secret}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ type: random.pick(TYPES), formats: ['CSV', 'JSON'], ...PERIOD });
  history.add({ kind: 'posted', key, storeId });
  const posting = { method: 'POST', path: reports, headers: { ...headers, 'Idempotency-Key': key }, body };
  const created = await client.send(posting, options.lastOrders).catch((error: unknown) => {
    if (signal.aborted) throw error;
  });
  if (created === undefined) return;
  if (created.status !== 201) {
    history.add({ kind: 'refused', storeId, code: created.body.code });
    return;
  }
  const reportId = created.body.data['id'] as string;
  history.add({ kind: 'created', key, storeId, reportId });
  const path = `${reports}/${reportId}`;
  if (random.unit() < CANCELLED_PART) await client.send({ method: 'POST', path: `${path}/cancel`, headers: { Authorization: headers.Authorization } }, signal); // prettier-ignore
  for (;;) {
    const answer = await client.send({ method: 'GET', path: `${path}?wait=5`, headers }, signal);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.error}`);
    const seen = seenIn(answer);
    history.add({ kind: 'seen', sentAt: answer.sentAt, ...seen });
    if (seen.status === 'FAILED') return;
    if (seen.status === 'SUCCEEDED') break;
  }
  if (random.unit() < DOWNLOADED_PART) await download(path, reportId, options);
}

async function download(path: string, reportId: string, options: CallerOptions): Promise<void> {
  const { history, signal } = options;
  const files: Buffer[] = [];
  for (const format of ['CSV', 'JSON']) {
    const bytes = await fileOf(`${path}/download/${format.toLowerCase()}`, options);
    if (bytes === undefined) {
      history.add({ kind: 'trouble', what: 'a file was given up' });
      return;
    }
    signal.throwIfAborted();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    history.add({ kind: 'downloaded', reportId, format, sizeBytes: bytes.length, sha256 });
    files.push(bytes);
  }
  const [csv, json] = files;
  if (csv && json) history.add({ kind: 'compared', reportId, difference: compareFiles(csv, json) });
}

async function fileOf(path: string, { client, store, signal }: CallerOptions): Promise<Buffer | undefined> {
  const headers = { Authorization: `Bearer ${store.secret}` };
  for (let tries = 0; tries < DOWNLOAD_TRIES_MAX; tries += 1) {
    const { status, body } = await client.send({ method: 'GET', path, headers }, signal);
    if (status !== 200) throw new Error(`${path}: ${status} ${body.error}`);
    const bytes = await client.bytes(body.data['url'] as string);
    if (bytes !== undefined) return bytes;
    await delay(200, undefined, { signal });
  }
  return undefined;
}

function seenIn({ body: { data } }: ApiAnswer): SeenReport {
  return {
    reportId: data['id'] as string,
    status: data['status'] as string,
    attempts: data['attempts'] as number,
    errorCode: data['errorCode'] as string | null,
    completedAt: data['completedAt'] as string | null,
  };
}
