import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { REPORT_ATTEMPTS_MAX } from '../../../src/domain/limits.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import {
  createTestStore,
  type ReportAnswer,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import {
  openReplicatedPostgres,
  type ReplicatedPostgres,
} from '../../support/servers/replicated-postgres.ts';

const APPLY_DELAY_MS = 300;
const ROUNDS = 5;
const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };

describe('reports that are read from a streaming replica', () => {
  const outer = process.env['DAYBOOK_TEST_POSTGRES'];
  let postgres: ReplicatedPostgres;
  let api: TestDaybook;
  let store: TestStore;
  let replicaUrl: string;
  before(async () => {
    postgres = await openReplicatedPostgres({ applyDelayMs: APPLY_DELAY_MS });
    api = await startDaybook({ working: false });
    store = await createTestStore(api);
    replicaUrl = postgres.replicaUrl(api.database.superUrl);
    while (!(await onReplica('select from pg_catalog.pg_database').catch(() => undefined)));
  });
  after(async () => {
    await api.stop();
    await postgres.close();
    if (outer === undefined) delete process.env['DAYBOOK_TEST_POSTGRES'];
    else process.env['DAYBOOK_TEST_POSTGRES'] = outer;
  });

  const onReplica = (text: string) => askPostgres(replicaUrl, text);

  function startWorker(replayMaxMs: number): Promise<TestDaybook> {
    const sourceDatabaseUrl = postgres.replicaUrl(api.database.appUrl);
    return startDaybook({ on: api, settings: { sourceDatabaseUrl }, replayMaxMs });
  }

  async function queue(): Promise<string> {
    const { body } = await store.call<ReportAnswer>('POST', '/reports', { type: 'PAYMENT_ACTIVITY', formats: ['CSV'], ...APRIL }); // prettier-ignore
    return body.data.id;
  }

  async function read(
    id: string,
    query = '',
  ): Promise<ReportAnswer & { attempts: number; errorCode: string }> {
    return (await store.call<ReportAnswer & { attempts: number; errorCode: string }>('GET', `/reports/${id}${query}`)).body.data; // prettier-ignore
  }

  async function ended(id: string) {
    for (;;) {
      const report = await read(id, '?wait=30');
      if (report.status === 'SUCCEEDED' || report.status === 'FAILED') return report;
    }
  }

  it('have every row that was committed before they were asked for, however far the replica is behind', async () => {
    const worker = await startWorker(30_000);
    try {
      for (let round = 1; round <= ROUNDS; round += 1) {
        await store.record([paymentLine(`pmt_${round}`, '2026-04-02T00:00:00Z')]);
        const report = await ended(await queue());
        assert.deepEqual([report.status, report.rowCount, report.attempts], ['SUCCEEDED', round, 1]);
      }
    } finally {
      await worker.stop();
    }
  });

  it('wait while it is paused, and are whole once it goes on', async () => {
    const worker = await startWorker(30_000);
    try {
      await onReplica('select pg_wal_replay_pause()');
      await store.record([paymentLine('pmt_paused', '2026-04-02T00:00:00Z')]);
      const id = await queue();
      while ((await read(id)).status !== 'PROCESSING');
      assert.equal((await read(id, '?wait=1')).status, 'PROCESSING');
      await onReplica('select pg_wal_replay_resume()');
      const report = await ended(id);
      assert.deepEqual([report.status, report.rowCount, report.attempts], ['SUCCEEDED', ROUNDS + 1, 1]);
    } finally {
      await onReplica('select pg_wal_replay_resume()');
      await worker.stop();
    }
  });

  it('fail as SOURCE_UNAVAILABLE in the third attempt while it stays paused, and hold up no stop', async () => {
    const worker = await startWorker(100);
    try {
      await onReplica('select pg_wal_replay_pause()');
      await store.record([paymentLine('pmt_behind', '2026-04-02T00:00:00Z')]);
      const report = await ended(await queue());
      assert.deepEqual(
        [report.status, report.errorCode, report.attempts],
        ['FAILED', 'SOURCE_UNAVAILABLE', REPORT_ATTEMPTS_MAX],
      );
    } finally {
      await worker.stop();
    }
    const patient = await startWorker(600_000);
    const id = await queue();
    while ((await read(id)).status !== 'PROCESSING');
    const askedAt = performance.now();
    await patient.stop();
    assert.ok(
      performance.now() - askedAt < 10_000,
      'a worker that waits for a replica stops when it is told to',
    );
    assert.equal((await read(id)).attempts, 0, 'what was only begun is no attempt');
    await onReplica('select pg_wal_replay_resume()');
    const next = await startWorker(30_000);
    const report = await ended(id);
    await next.stop();
    assert.deepEqual([report.status, report.rowCount], ['SUCCEEDED', ROUNDS + 2]);
  });
});
