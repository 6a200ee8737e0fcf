import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { claimReport, markSucceeded } from '../../../src/db/report-attempts.ts';
import { inStore } from '../../../src/db/transaction.ts';
import { createTestStore, startDaybook, type ReportAnswer, type TestDaybook } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { filesOfReport } from '../../support/files-of-report.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};

describe('the attempts at a report', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook();
  });
  after(() => daybook.stop());

  const asSuperuser = <Row extends object>(text: string, values: unknown[] = []) =>
    askPostgres<Row>(daybook.database.superUrl, text, values);

  it('are three when the storage stays broken; then the report says so in one sentence, and no file is left', async () => {
    const store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_storage', '2026-04-02T00:00:00Z')]);
    const objects = join(daybook.folder, 'objects');
    const aside = join(daybook.folder, 'objects-aside');
    await rename(objects, aside).catch(() => undefined);
    await writeFile(objects, 'not a folder');
    const { id } = (await store.call<ReportAnswer>('POST', '/reports', APRIL)).body.data;
    const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`);
    await rm(objects);
    await rename(aside, objects).catch(() => undefined);
    assert.equal(body.data.status, 'FAILED');
    assert.equal(body.data['errorCode'], 'STORAGE_UNAVAILABLE');
    assert.equal(body.data['attempts'], 3);
    assert.match(String(body.data['errorMessage']), /^[A-Z][^\n]*\.$/);
    const download = await store.call('GET', `/reports/${id}/download/csv`);
    assert.deepEqual([download.status, download.body.code], [409, 'REPORT_FAILED']);
    assert.deepEqual(await filesOfReport(daybook, id), []);
  });

  it('a worker that was overtaken cannot publish over the one that took over', async () => {
    const store = await createTestStore(daybook);
    const { id } = (await store.call<ReportAnswer>('POST', '/reports', APRIL)).body.data;
    await store.call('GET', `/reports/${id}?wait=30`);
    const stale = { reportId: id, claim: '0'.repeat(32) };
    const result = { rowCount: 5, asOf: Date.now(), files: [] };
    const published = await inStore(daybook.context.database, store.storeId, (transaction) =>
      markSucceeded(transaction, stale, result, Date.now()),
    );
    assert.equal(published, false);
    const claimed = await inStore(daybook.context.database, store.storeId, (transaction) =>
      claimReport(transaction, stale, { worker: 1, jobId: randomUUID() }, Date.now()),
    );
    assert.equal(claimed, undefined, 'a finished report is not taken up again');
  });

  it('the database refuses every transition that the life of a report does not have', async () => {
    const store = await createTestStore(daybook);
    const { report } = await store.export(APRIL);
    for (const change of [
      `status = 'PENDING', attempts = 0, started_at = null, completed_at = null, row_count = null`,
      `status = 'PROCESSING', completed_at = null, row_count = null`,
      `status = 'FAILED', error_code = 'INTERNAL', error_message = 'x', row_count = null`,
      `row_count = 7, rows_written = 7`,
      `store_id = 'shp_000000000000000000000000'`,
    ]) {
      await assert.rejects(asSuperuser(`update daybook.reports set ${change} where id = $1`, [report.id]), /cannot go from|check/, change); // prettier-ignore
    }
  });
});

describe('a worker that is stopped in the middle of a report', () => {
  let api: TestDaybook;
  before(async () => {
    api = await startDaybook({ working: false });
  });
  after(() => api.stop());

  it('hands it back at once, without costing an attempt, and the next worker finishes it', async () => {
    const store = await createTestStore(api);
    await store.record([paymentLine('pmt_stop', '2026-04-02T00:00:00Z')]);
    const blocker = new pg.Client({ connectionString: api.database.superUrl });
    await blocker.connect();
    const workers: TestDaybook[] = [];
    try {
      await blocker.query('begin; lock table daybook.payments in access exclusive mode');
      const { id } = (await store.call<ReportAnswer>('POST', '/reports', APRIL)).body.data;
      workers.push(await startDaybook({ on: api }));
      await untilCopyWaits(api);
      await workers[0]?.stop();
      const { body: between } = await store.call<ReportAnswer>('GET', `/reports/${id}`);
      assert.deepEqual([between.data.status, between.data['attempts']], ['PROCESSING', 0]);
      await blocker.query('rollback');
      workers.push(await startDaybook({ on: api }));
      const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`);
      assert.deepEqual([body.data.status, body.data['attempts']], ['SUCCEEDED', 1]);
    } finally {
      await blocker.end();
      for (const worker of workers) await worker.stop();
    }
  });
});

describe('connections that break', () => {
  it('cost answers of 503 and a retry, never the process or a report', async () => {
    const clock = createTestClock();
    const daybook = await startDaybook({ clock });
    try {
      const store = await createTestStore(daybook);
      await store.record([paymentLine('pmt_broken', '2026-04-02T00:00:00Z')]);
      const terminator = new pg.Client({ connectionString: daybook.database.superUrl });
      await terminator.connect();
      const statuses = new Set<number>();
      for (let round = 0; round < 15; round += 1) {
        clock.advance(1_000);
        const asking = Array.from({ length: 12 }, async () =>
          statuses.add((await store.call('GET', '/reports')).status),
        );
        const cut = terminator.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and application_name like 'daybook%'`,
        );
        await Promise.all([...asking, cut]);
      }
      await terminator.end();
      clock.advance(1_000);
      assert.deepEqual(
        [...statuses].filter((status) => status !== 200 && status !== 503),
        [],
      );
      let { report } = { report: { status: '' } };
      while (report.status !== 'SUCCEEDED') {
        clock.advance(1_000);
        report = (await store.export(APRIL)).report;
      }
    } finally {
      await daybook.stop();
    }
  });
});

/** Until an export's COPY hangs on the lock. Each look is a transaction of its own, or it would see the same for ever. */
async function untilCopyWaits(daybook: TestDaybook): Promise<void> {
  const observer = new pg.Client({ connectionString: daybook.database.superUrl });
  await observer.connect();
  try {
    for (let waiting = 0; waiting !== 1;) {
      const { rowCount } = await observer.query(
        `select from pg_stat_activity
         where wait_event_type = 'Lock' and query like 'copy%' and datname = current_database()`,
      );
      waiting = rowCount ?? 0;
    }
  } finally {
    await observer.end();
  }
}
