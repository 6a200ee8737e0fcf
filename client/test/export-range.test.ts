import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { csvRows, exportRange, exportRangeStream, jsonRows, splitPeriod } from '@daybook/client';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { openFaultProxy } from '../../server/test/support/faults/fault-proxy.ts';
import { resetAfter } from '../../server/test/support/faults/faults.ts';
import { openWorkerFleet } from '../../server/test/support/faults/worker-fleet.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { freePort } from '../../server/test/support/servers/free-port.ts';
import { endProcesses } from '../../server/test/support/servers/start-process.ts';
import { clientOf } from './client-of-store.ts';
import { openWatchingProxy, type WatchingProxy } from './watching-proxy.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2022-01-01T00:00:00Z');
/** Four years: sixteen quarters, more than may be active at once. */
const RANGE = { periodStart: '2022-01-01T00:00:00Z', periodEnd: '2026-01-01T00:00:00Z' };
const WINDOWS = splitPeriod(RANGE);
const YEAR = { periodStart: '2024-01-01T00:00:00Z', periodEnd: '2025-01-01T00:00:00Z' };
/** A payment every third day, and one on either side of each seam between windows. */
const PAYMENTS = [
  ...Array.from({ length: 487 }, (_, at) => START + at * 3 * DAY_MS + 3_600_000),
  ...WINDOWS.slice(1).flatMap(({ periodStart }) => [Date.parse(periodStart) - 1, Date.parse(periodStart)]),
].toSorted((a, b) => a - b);
const ID_OF = new Map(PAYMENTS.map((at) => [at, `pmt_${at}`]));

describe('a period of any length', () => {
  let proxy: WatchingProxy;
  let server: TestDaybook;
  let store: TestStore;
  before(async () => {
    proxy = await openWatchingProxy();
    const port = await freePort();
    server = await startDaybook({ working: false, settings: { port, publicUrl: proxy.baseUrl } });
    proxy.lead(`http://127.0.0.1:${port}`);
    store = await createTestStore(server);
    await store.record(
      PAYMENTS.map((at) => paymentLine(ID_OF.get(at) as string, new Date(at).toISOString())),
    );
  });
  after(async () => {
    await endProcesses();
    await server.stop();
    await proxy.close();
  });

  it('is whole and in order though requests are refused, connections break and a worker is lost, ten at most in flight', async () => {
    const fleet = await openWorkerFleet(server);
    const wire = await openFaultProxy(proxy.baseUrl);
    try {
      proxy.refuseEvery(6);
      wire.set(resetAfter('down', 9_000, 12));
      const daybook = clientOf({ baseUrl: `http://127.0.0.1:${wire.port}` }, store, { retries: 12 });
      const stream = exportRangeStream(daybook, { type: 'PAYMENT_ACTIVITY', ...RANGE });
      const read = idsOf(stream);
      await Promise.race([fleet.until((reports) => reports.length >= 10), read]);
      const lost = await fleet.start();
      // It is lost with reports in its hands, as far as it did not end them all between two looks.
      await fleet.until((reports) => reports.some((report) => report.worker === lost.number) || reports.every(({ status }) => status === 'SUCCEEDED')); // prettier-ignore
      await fleet.kill(lost);
      await fleet.start();
      const ids = await read;
      assert.deepEqual(ids, [...ID_OF.values()]);
      assert.ok(proxy.refused() > 5, `${proxy.refused()} requests were refused`);
      assert.ok(wire.strikes() > 3, `${wire.strikes()} connections were cut`);
      assert.equal(proxy.queued.size, WINDOWS.length);
      assert.equal(proxy.mostInFlight(), 10);
      assert.ok(!proxy.failures.includes('TOO_MANY_ACTIVE_REPORTS'), proxy.failures.join());
    } finally {
      proxy.refuseEvery(0);
      await wire.close();
      await fleet.close();
    }
  });

  it('is finished by a second run when the first was stopped half-way, queuing and downloading nothing twice', async () => {
    await server.work();
    const daybook = clientOf(proxy, store);
    const before = { queued: proxy.queued.size, downloads: proxy.downloads.size };
    const saved = new Map<number, string[]>();
    const stop = new AbortController();
    const run = (signal?: AbortSignal): Promise<unknown> =>
      exportRange(daybook, { type: 'PAYMENT_ACTIVITY', format: 'JSON', ...RANGE }, {
        resumeKey: 'the-run',
        inFlight: 3,
        signal,
        isSaved: ({ index }) => saved.has(index),
        async save({ index }, { stream }) {
          if (saved.size >= 7) stop.abort(new Error('stopped half-way'));
          const ids: string[] = [];
          for await (const row of jsonRows(stream, { type: 'PAYMENT_ACTIVITY' })) ids.push(String(row.payment_id));
          saved.set(index, ids);
        },
      }); // prettier-ignore
    await assert.rejects(run(stop.signal), /stopped half-way/);
    const half = saved.size;
    assert.ok(half >= 7 && half < WINDOWS.length, `${half} windows were saved`);
    const queuedBefore = proxy.queued.size - before.queued;
    await run();
    const ids = [...saved].toSorted(([a], [b]) => a - b).flatMap(([, own]) => own);
    assert.deepEqual(ids, [...ID_OF.values()]);
    assert.ok(queuedBefore >= half && queuedBefore < WINDOWS.length);
    assert.equal(proxy.queued.size - before.queued, WINDOWS.length, 'each window is queued once');
    const twice = [...proxy.downloads].slice(before.downloads).filter(([, times]) => times > 1);
    assert.ok(twice.length <= 3, 'only what was cut off on its way comes again');
  });

  it('comes as one file in either format, empty windows included', async () => {
    await server.work();
    const daybook = clientOf(proxy, store);
    const inYear = [...ID_OF].filter(([at]) => at >= Date.parse(YEAR.periodStart) && at < Date.parse(YEAR.periodEnd)); // prettier-ignore
    const expected = inYear.map(([, id]) => id);
    for (const format of ['CSV', 'JSON'] as const) {
      const request = { type: 'PAYMENT_ACTIVITY', format, ...YEAR } as const;
      const text = await textOf(exportRangeStream(daybook, request));
      const ids = format === 'JSON' ? (JSON.parse(text) as { payment_id: string }[]).map((row) => row.payment_id) : text.split('\n').slice(1).map((line) => line.split(',')[2]); // prettier-ignore
      assert.deepEqual(ids, expected, format);
    }
    const early = { type: 'PAYMENT_ACTIVITY', format: 'JSON', periodStart: '2020-10-01T00:00:00Z', periodEnd: '2021-10-01T00:00:00Z' } as const; // prettier-ignore
    assert.equal(await textOf(exportRangeStream(daybook, early)), '[]\n');
    const header = await textOf(exportRangeStream(daybook, { ...early, format: 'CSV' }));
    assert.match(header, /^created_at,[^\n]+$/);
  });
});

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}

async function idsOf(stream: ReadableStream<Uint8Array>): Promise<(string | null)[]> {
  const ids: (string | null)[] = [];
  for await (const row of csvRows(stream, { type: 'PAYMENT_ACTIVITY' })) ids.push(row.payment_id);
  return ids;
}
