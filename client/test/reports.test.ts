import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Daybook, isDaybookError, type Report } from '@daybook/client';
import {
  createTestStore,
  OPERATOR_KEY,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { clientOf, hmacToken } from './client-of-store.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const REQUEST = { type: 'PAYMENT_ACTIVITY', ...APRIL } as const;

describe('reports over the client', () => {
  let server: TestDaybook;
  let store: TestStore;
  let daybook: Daybook;
  before(async () => {
    server = await startDaybook();
    store = await createTestStore(server);
    await store.record(Array.from({ length: 30 }, (_, at) => paymentLine(`pmt_${at}`, `2026-04-${String(at + 1).padStart(2, '0')}T12:00:00Z`))); // prettier-ignore
    daybook = clientOf(server, store);
  });
  after(() => server.stop());

  it('a report is queued, awaited and downloaded, and the bytes are those of the manifest', async () => {
    const seen: Report['status'][] = [];
    const queued = await daybook.reports.create({ ...REQUEST, formats: ['CSV', 'JSON'] });
    const report = await daybook.reports.wait(queued.id, { onProgress: ({ status }) => seen.push(status) });
    assert.equal(report.status, 'SUCCEEDED');
    assert.equal(seen.at(-1), 'SUCCEEDED');
    const bytes: number[] = [];
    const csv = await textOf(
      await daybook.reports.download(report.id, 'CSV', { onProgress: (at) => bytes.push(at) }),
    );
    assert.equal(csv.split('\n').length - 1, 30);
    assert.equal(bytes.at(-1), report.files.find(({ format }) => format === 'CSV')?.sizeBytes);
    const json = JSON.parse(await textOf(await daybook.reports.download(report.id, 'JSON'))) as unknown[];
    assert.equal(json.length, 30);
    assert.equal((await daybook.reports.get(report.id)).rowCount, 30);
  });

  it('every report is listed once, over as many pages as there are', async () => {
    const created = [];
    for (let count = 0; count < 5; count++) created.push(await daybook.reports.create(REQUEST));
    for (const { id } of created) await daybook.reports.wait(id);
    const listed: string[] = [];
    for await (const { id } of daybook.reports.each({ type: 'PAYMENT_ACTIVITY', limit: 2 })) listed.push(id);
    assert.deepEqual(listed.slice(0, 5), created.map(({ id }) => id).toReversed());
    assert.equal(new Set(listed).size, listed.length);
    assert.equal((await daybook.reports.list({ limit: 2 })).pagination.total, listed.length);
  });

  it('the same idempotency key gives the same report', async () => {
    const options = { idempotencyKey: 'april-2026' };
    const first = await daybook.reports.create(REQUEST, options);
    assert.equal((await daybook.reports.create(REQUEST, options)).id, first.id);
  });

  it('an error has the code, status, request and place of the fault, and narrows by its code', async () => {
    const failed: unknown = await daybook.reports
      .create({ ...REQUEST, periodEnd: '2026-03-01T00:00:00Z' })
      .catch((error: unknown) => error);
    assert.ok(isDaybookError(failed, 'INVALID_PERIOD'));
    const code: 'INVALID_PERIOD' = failed.code;
    assert.deepEqual([code, failed.status, failed.details[0]?.path], ['INVALID_PERIOD', 400, 'periodEnd']);
    assert.match(failed.message, /must be after periodStart/);
    assert.ok(failed.requestId);
    const { id } = await daybook.reports.create(REQUEST);
    await daybook.reports.wait(id);
    await assert.rejects(daybook.reports.retry(id), { code: 'REPORT_FINISHED' });
    await assert.rejects(daybook.reports.download(id, 'JSON'), { code: 'NOT_FOUND' });
  });

  it('HMAC tokens work in both versions, where the token wants the second too', async () => {
    for (const [version, requireV2] of [
      [1, false],
      [2, false],
      [2, true],
    ] as const) {
      const hmac = { ...(await hmacToken(server, store, requireV2)), version };
      const signed = clientOf(server, store, { hmac });
      const { id } = await signed.reports.create(REQUEST);
      assert.equal((await signed.reports.wait(id)).status, 'SUCCEEDED');
      const { items } = await signed.reports.list({ status: 'SUCCEEDED', limit: 1 });
      assert.equal(items.length, 1);
      if (version === 2) await assert.rejects(signed.reports.cancel(id), { code: 'REPORT_FINISHED' });
    }
  });

  it('the operator key reaches the Platform API, typed', async () => {
    const platform = daybook.with({ operatorKey: OPERATOR_KEY });
    const handles: string[] = [];
    for await (const { handle } of platform.each('GET /v2/platform/stores')) handles.push(handle);
    assert.equal(handles.length, 1);
    const made = await platform.call('POST /v2/platform/stores/{storeId}/tokens', {
      body: { name: 'second', permissions: ['REPORTS_READ'] },
    });
    const reader = daybook.with({ token: made.secret });
    await assert.rejects(reader.reports.create(REQUEST), { code: 'FORBIDDEN', status: 403 });
  });

  it('a call that is aborted throws the reason of its signal', async () => {
    const reason = new Error('the user left');
    const signal = AbortSignal.abort(reason);
    await assert.rejects(daybook.reports.list({}, { signal }), reason);
  });

  it('a client with two credentials, or with no URL, says so', () => {
    assert.throws(() => clientOf(server, store, { baseUrl: 'daybook' }), /looks like https/);
    const two = { token: 'sk_live_a', operatorKey: 'opk_b' };
    assert.throws(() => daybook.with(two), /Give one of token, hmac, session and operatorKey/);
  });
});

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}
