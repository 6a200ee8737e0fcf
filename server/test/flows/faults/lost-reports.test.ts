import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { askPostgres } from '../../support/ask-postgres.ts';
import { openCommitCutter } from '../../support/faults/commit-cutter.ts';
import { claimReport } from '../../../src/db/report-attempts.ts';
import { inStore } from '../../../src/db/transaction.ts';
import {
  createTestStore,
  startDaybook,
  type ReportAnswer,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { pause } from '../../support/faults/worker-fleet.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};
/** A number that no worker has. */
const NOBODY = 2 ** 31 - 1;
/** Before the queue itself could notice. */
const NOTICED_MAX_MS = 9_000;

describe('a report that nobody works on any more', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  let superuser: pg.Client;
  before(async () => {
    daybook = await startDaybook({ working: false });
    store = await createTestStore(daybook);
    superuser = new pg.Client({ connectionString: daybook.database.superUrl });
    await superuser.connect();
  });
  after(async () => {
    await superuser.end();
    await daybook.stop();
  });

  const queue = async () => (await store.call<ReportAnswer>('POST', '/reports', APRIL)).body.data.id;

  /** As a worker that dies right afterwards would. */
  async function takeUp(reportId: string): Promise<void> {
    const { rows } = await superuser.query<{ job_id: string }>(
      'select job_id from daybook.reports where id = $1',
      [reportId],
    );
    const taker = { worker: NOBODY, jobId: rows[0]?.job_id ?? '' };
    const claim = { reportId, claim: randomUUID().replaceAll('-', '') };
    const { database } = daybook.context;
    await inStore(database, store.storeId, (transaction) =>
      claimReport(transaction, claim, taker, Date.now()),
    );
  }

  /** The job is with a worker, as far as the queue knows. */
  async function giveOut(reportId: string): Promise<void> {
    await superuser.query(
      `update daybook_queue.job set state = 'active', started_on = now(), heartbeat_on = now() where data ->> 'reportId' = $1`,
      [reportId],
    );
  }

  /** How it ends once a worker runs, and how often it was taken up. */
  async function endOf(reportId: string): Promise<unknown[]> {
    const startedAt = performance.now();
    const worker = await startDaybook({ on: daybook });
    const { body } = await store.call<ReportAnswer>('GET', `/reports/${reportId}?wait=30`);
    await worker.stop();
    assert.ok(performance.now() - startedAt < NOTICED_MAX_MS);
    return [body.data.status, body.data['attempts'], body.data['errorCode']];
  }

  it('because its worker died is taken up by another, which costs an attempt', async () => {
    const id = await queue();
    await takeUp(id);
    // The queue finds out later, by the heartbeats.
    await giveOut(id);
    assert.deepEqual(await endOf(id), ['SUCCEEDED', 2, null]);
  });

  it('because its worker died three times fails, and says so', async () => {
    const id = await queue();
    for (let attempt = 0; attempt < 3; attempt += 1) await takeUp(id);
    assert.deepEqual(await endOf(id), ['FAILED', 3, 'INTERNAL']);
    const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}`);
    assert.match(String(body.data['errorMessage']), /stopped in the middle 3 times/);
  });

  it('because the queue lost its job gets a new one', async () => {
    const id = await queue();
    await superuser.query(`delete from daybook_queue.job where data ->> 'reportId' = $1`, [id]);
    assert.deepEqual(await endOf(id), ['SUCCEEDED', 1, null]);
  });

  it('because its job was given to a worker that never took it up gets a new one', async () => {
    const id = await queue();
    await giveOut(id);
    assert.deepEqual(await endOf(id), ['SUCCEEDED', 1, null]);
  });

  it('because nobody heard that its end was committed has ended all the same, with its files', async () => {
    const way = await openCommitCutter(daybook.database.appUrl, 'insert into report_manifests');
    const worker = await startDaybook({
      on: { ...daybook, database: { ...daybook.database, appUrl: way.url } },
    });
    try {
      const id = await queue();
      await way.committed;
      way.break();
      const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`);
      assert.deepEqual([body.data.status, body.data['attempts']], ['SUCCEEDED', 1]);
      // Whatever the worker does about it, the file stays.
      await worker.stop();
      const link = await store.call<{ url: string }>('GET', `/reports/${id}/download/csv`);
      assert.equal((await fetch(link.body.data.url)).status, 200);
    } finally {
      await worker.stop();
      await way.close();
    }
  });

  it('because Postgres went away at its very end is ended by the same attempt once it is back', async () => {
    const worker = await startDaybook({ on: daybook });
    try {
      await superuser.query('begin; lock table daybook.report_manifests in access exclusive mode');
      const id = await queue();
      const ending = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into report_manifests%'`;
      while ((await askPostgres(daybook.database.superUrl, ending)).length === 0) await pause(5);
      await superuser.query('rollback');
      const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`);
      assert.deepEqual([body.data.status, body.data['attempts']], ['SUCCEEDED', 1]);
    } finally {
      await worker.stop();
    }
  });

  it('is not taken up by a job that another has replaced', async () => {
    const id = await queue();
    await superuser.query(`update daybook.reports set job_id = $2 where id = $1`, [id, randomUUID()]);
    const { database } = daybook.context;
    const claim = { reportId: id, claim: randomUUID().replaceAll('-', '') };
    const taker = { worker: NOBODY, jobId: randomUUID() };
    const taken = await inStore(database, store.storeId, (transaction) =>
      claimReport(transaction, claim, taker, Date.now()),
    );
    assert.equal(taken, undefined);
    assert.deepEqual(await endOf(id), ['SUCCEEDED', 1, null]);
  });
});
