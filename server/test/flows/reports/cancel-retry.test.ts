import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import {
  createTestStore,
  startDaybook,
  type ReportAnswer,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { openQueuedJobs } from '../../support/queued-jobs.ts';
import { reportInState } from '../../support/report-in-state.ts';
import { filesOfReport } from '../../support/files-of-report.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};

type Report = ReportAnswer & { errorCode: string; attempts: number; errorMessage: string };

describe('cancelling a report', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ working: false });
    store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_cancel', '2026-04-02T00:00:00Z')]);
  });
  after(() => daybook.stop());

  async function jobsDone(): Promise<void> {
    const jobs = await openQueuedJobs(daybook.database.superUrl);
    await jobs.done();
    await jobs.close();
  }

  it('that waits ends it at once: FAILED with CANCELED, and its job finds nothing to do', async () => {
    const { id } = (await store.call<Report>('POST', '/reports', APRIL)).body.data;
    const askedAt = performance.now();
    const waiting = store.call<Report>('GET', `/reports/${id}?wait=30`);
    const { status, body } = await store.call<Report>('POST', `/reports/${id}/cancel`);
    assert.equal(status, 200);
    const { errorCode, errorMessage, attempts } = body.data;
    assert.deepEqual([body.data.status, errorCode, attempts], ['FAILED', 'CANCELED', 0]);
    assert.match(errorMessage, /^[A-Z].*\.$/);
    assert.equal((await waiting).body.data.status, 'FAILED');
    assert.ok(performance.now() - askedAt < 10_000, 'whoever waits is told at once');

    const worker = await startDaybook({ on: daybook });
    await jobsDone();
    await worker.stop();
    assert.deepEqual((await store.call<Report>('GET', `/reports/${id}`)).body.data, body.data);
  });

  it('that is being generated stops the worker, which leaves no file and takes the next report', async () => {
    const blocker = new pg.Client({ connectionString: daybook.database.superUrl });
    await blocker.connect();
    await blocker.query('begin; lock table daybook.payments in access exclusive mode');
    const worker = await startDaybook({ on: daybook });
    try {
      const { id } = (await store.call<Report>('POST', '/reports', APRIL)).body.data;
      let report = { status: 'PENDING' };
      while (report.status === 'PENDING')
        report = (await store.call<Report>('GET', `/reports/${id}?wait=1`)).body.data;
      const { status, body } = await store.call<Report>('POST', `/reports/${id}/cancel`);
      assert.deepEqual([status, body.data.errorCode, body.data.attempts], [200, 'CANCELED', 1]);
      // The attempt ends although what it waits for never comes.
      await jobsDone();
      await blocker.query('rollback');
      assert.equal((await store.export(APRIL)).report.rowCount, 1);
      assert.equal((await store.call<Report>('GET', `/reports/${id}`)).body.data.errorCode, 'CANCELED');
      assert.deepEqual(await filesOfReport(daybook, id), []);
    } finally {
      await blocker.end();
      await worker.stop();
    }
  });

  it('that has ended is refused, and says what it is', async () => {
    const worker = await startDaybook({ on: daybook });
    const { report } = await store.export(APRIL);
    await worker.stop();
    const failed = await reportInState(daybook, store.storeId, 'FAILED');
    for (const [id, state] of [
      [report.id, 'SUCCEEDED'],
      [failed, 'FAILED'],
    ] as const) {
      const { status, body } = await store.call('POST', `/reports/${id}/cancel`);
      assert.deepEqual([status, body.code], [409, 'REPORT_FINISHED']);
      assert.match(body.error, new RegExp(state));
    }
  });

  it('twice with one Idempotency-Key gets the first answer again', async () => {
    const id = await reportInState(daybook, store.storeId, 'PENDING');
    const ask = () => postOnce(daybook, store, `/reports/${id}/cancel`, 'cancel-key');
    const first = await ask();
    const second = await ask();
    assert.deepEqual([first.status, second.status, second.replay], [200, 200, 'true']);
    assert.equal(second.text, first.text);
  });
});

describe('retrying a report', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  after(() => daybook.stop());

  it('that failed queues a new one with the same parameters, once for each Idempotency-Key', async () => {
    store = await createTestStore(daybook);
    const asked = { ...APRIL, formats: ['JSON', 'CSV'], formulaGuard: true };
    const { id } = (await store.call<Report>('POST', '/reports', asked)).body.data;
    await store.call('POST', `/reports/${id}/cancel`);
    const key = randomUUID();
    const first = await postOnce(daybook, store, `/reports/${id}/retry`, key);
    assert.equal(first.status, 201);
    const { data } = JSON.parse(first.text) as { data: Report };
    const old = (await store.call<Report>('GET', `/reports/${id}`)).body.data;
    assert.notEqual(data.id, id);
    assert.deepEqual([data.status, data.attempts, data.errorCode], ['PENDING', 0, null]);
    for (const same of [
      'type',
      'formats',
      'formulaGuard',
      'periodStart',
      'periodEnd',
      'schemaVersion',
      'storeId',
    ]) {
      assert.deepEqual(data[same], old[same], same);
    }
    assert.equal((await postOnce(daybook, store, `/reports/${id}/retry`, key)).text, first.text);
    const { body } = await store.call<{ items: Report[] }>('GET', '/reports');
    assert.deepEqual(body.data.items.map((report) => report.id).toSorted(), [id, data.id].toSorted());
  });

  it('that did not fail is refused', async () => {
    store = await createTestStore(daybook);
    const pending = await reportInState(daybook, store.storeId, 'PENDING');
    const { status, body } = await store.call('POST', `/reports/${pending}/retry`);
    assert.deepEqual([status, body.code], [409, 'REPORT_FINISHED']);
    assert.match(body.error, /PENDING/);
  });

  it('counts among the ten that a store may have in progress', async () => {
    store = await createTestStore(daybook);
    const failed = await reportInState(daybook, store.storeId, 'FAILED');
    for (let active = 0; active < 9; active += 1) await reportInState(daybook, store.storeId, 'PENDING');
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => store.call('POST', `/reports/${failed}/retry`)),
    );
    assert.deepEqual(
      asked.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 429, 429, 429, 429],
    );
  });
});

async function postOnce(
  daybook: TestDaybook,
  store: TestStore,
  path: string,
  key: string,
): Promise<{ status: number; text: string; replay: string | null }> {
  const response = await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${store.secret}`, 'Idempotency-Key': key },
  });
  const replay = response.headers.get('Idempotent-Replay');
  return { status: response.status, text: await response.text(), replay };
}
