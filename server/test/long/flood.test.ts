import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { setInterval } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../support/daybook.ts';
import type { FloodCounts, FloodOrder } from '../support/faults/flooding-thread.ts';
import { endProcesses, startProcess } from '../support/servers/start-process.ts';

/** 25 requests a second, below the 60 that a token may send. */
const EVERY_MS = 40;
/** 16 seconds alone, and 16 beside the flood. */
const ASKED = 400;
const ASKED_TO_WARM_UP = 50;
const P99_MAX_MS = 100;
const FLOOD_CONNECTIONS = 200;
const FLOOD_REQUESTS_MAX = 500_000;
const LIMIT = 60;
const LISTENING = /http:\/\/127\.0\.0\.1:\d+/;

describe('while one token floods an API process', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  afterEach(endProcesses);
  after(() => daybook.stop());

  /** The process that is flooded: nothing of the test runs in it. */
  async function startServer(): Promise<string> {
    const server = startProcess(['api'], {
      DATABASE_URL: daybook.database.appUrl,
      SECRETS_KEY: daybook.context.secretsKey.toString('base64'),
      PORT: '0',
      LOG_LEVEL: 'info',
    });
    await server.until(LISTENING);
    return LISTENING.exec(server.printed())?.[0] as string;
  }

  /** Asks for something cheap at an even pace: the milliseconds that each answer took, the quickest first. */
  async function measure(baseUrl: string, store: TestStore, times: number): Promise<number[]> {
    const took: number[] = [];
    for await (const _ of setInterval(EVERY_MS)) {
      const askedAt = performance.now();
      const response = await fetch(reportsOf(baseUrl, store), { headers: { Authorization: `Bearer ${store.secret}` } }); // prettier-ignore
      await response.arrayBuffer();
      assert.equal(response.status, 200);
      if (took.push(performance.now() - askedAt) === times) break;
    }
    return took.toSorted((a, b) => a - b);
  }

  it('cheap requests of another token are all answered, 99 of 100 within 100 ms', async (t) => {
    const baseUrl = await startServer();
    const [loud, quiet] = [await createTestStore(daybook), await createTestStore(daybook)];
    await measure(baseUrl, quiet, ASKED_TO_WARM_UP);
    const alone = await measure(baseUrl, quiet, ASKED);

    const workerData: FloodOrder = {
      url: reportsOf(baseUrl, loud),
      secret: loud.secret,
      connections: FLOOD_CONNECTIONS,
      requestsMax: FLOOD_REQUESTS_MAX,
    };
    const startedAt = performance.now();
    const worker = new Worker(new URL('../support/faults/flooding-thread.ts', import.meta.url), {
      workerData,
    });
    t.after(() => worker.terminate());
    const counted = once(worker, 'message') as Promise<[FloodCounts]>;
    const beside = await measure(baseUrl, quiet, ASKED);
    worker.postMessage('stop');
    const [counts] = await counted;
    const seconds = (performance.now() - startedAt) / 1_000;

    const { 200: accepted = 0, 429: refused = 0, ...others } = counts;
    t.diagnostic(`alone: ${described(alone)}`);
    t.diagnostic(
      `beside ${Math.round((accepted + refused) / seconds)} requests a second: ${described(beside)}`,
    );
    assert.deepEqual(others, {}, 'whoever floods is served or told to wait');
    assert.ok(accepted <= LIMIT * (seconds + 2), `${accepted} accepted in ${seconds} s`);
    assert.ok(
      refused > 3 * accepted && accepted + refused < FLOOD_REQUESTS_MAX,
      `${refused} refused: no flood`,
    );
    assert.ok(
      at(beside, 0.99) <= P99_MAX_MS,
      `beside ${Math.round((accepted + refused) / seconds)} requests a second: ${described(beside)}; alone: ${described(alone)}`,
    );
  });
});

const reportsOf = (baseUrl: string, { storeId }: TestStore) =>
  `${baseUrl}/v2/core/stores/${storeId}/reports?limit=1`;
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.ceil(share * sorted.length) - 1] as number;

function described(sorted: readonly number[]): string {
  return `p50 ${at(sorted, 0.5).toFixed(1)} ms, p99 ${at(sorted, 0.99).toFixed(1)} ms, most ${at(sorted, 1).toFixed(1)} ms`;
}
