import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { IS_LONG } from '../support/is-long.ts';
import { startDaybook, type TestDaybook } from '../support/daybook.ts';
import { openOwnPostgres, type OwnPostgres } from '../support/own-postgres.ts';
import { prepareReportWork, type ReportWork } from '../support/report-work.ts';
import { endProcesses } from '../support/start-process.ts';
import { openWorkerFleet, pause, type WorkerFleet } from '../support/worker-fleet.ts';

const RESTARTS = IS_LONG ? 30 : 5;
const PAYMENTS = 60_000;
const AT_ONCE = 3;
const BACK_MAX_MS = 5_000;
const COPYING = `datname = current_database() and application_name = 'daybook source' and state = 'active' and query ilike 'copy%'`;

describe('a Postgres that is restarted while reports are read', () => {
  let postgres: OwnPostgres;
  let daybook: TestDaybook;
  let fleet: WorkerFleet;
  let work: ReportWork;
  before(async () => {
    postgres = await openOwnPostgres();
    daybook = await startDaybook({ working: false });
    fleet = await openWorkerFleet(daybook);
    work = await prepareReportWork(daybook, PAYMENTS);
    await Promise.all([fleet.start(), fleet.start()]);
  });
  after(async () => {
    await fleet.close();
    await endProcesses();
    await daybook.stop();
    await postgres.close();
  });

  /** Runs one statement as the superuser, on a connection of its own. */
  async function ask<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: daybook.database.superUrl });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async function untilCopying(): Promise<void> {
    while ((await ask(`select from pg_stat_activity where ${COPYING}`)).length === 0) await pause(5);
  }

  /** None may be cut short and called a success, or fail for another reason. */
  async function assertEnds(ids: readonly string[]): Promise<Record<string, number>> {
    const ends: Record<string, number> = {};
    for (const id of ids) {
      const report = await work.ended(id);
      const end = `${report.status} at attempt ${String(report['attempts'])}`;
      ends[end] = (ends[end] ?? 0) + 1;
      if (report.status === 'SUCCEEDED') await work.assertRight(id);
      else assert.deepEqual([report['errorCode'], report['attempts']], ['SOURCE_UNAVAILABLE', 3]);
    }
    for (const { child } of fleet.workers) assert.equal(child.exitCode, null, 'every worker is alive');
    return ends;
  }

  it(`${RESTARTS} immediate restarts: no report is cut short, no process ends, the API says 503 and is back within 5 s`, async (t) => {
    const ids: string[] = [];
    const backMs: number[] = [];
    const statuses = new Set<number>();
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      for (let more = 0; more < AT_ONCE; more += 1) ids.push(await work.queue());
      await untilCopying();
      await postgres.crash();
      statuses.add((await work.store.call('GET', '/reports?limit=1')).status);
      await postgres.start();
      const startedAt = performance.now();
      for (let status = 503; status !== 200;) {
        await pause(20);
        ({ status } = await work.store.call('GET', '/reports?limit=1'));
        statuses.add(status);
      }
      backMs.push(Math.round(performance.now() - startedAt));
      await fleet.until((reports) =>
        reports.every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED'),
      );
    }
    const ends = await assertEnds(ids);
    t.diagnostic(`API back after ${backMs.join(', ')} ms; ${JSON.stringify(ends)}`);
    assert.deepEqual(
      [...statuses].sort((a, b) => a - b),
      [200, 503],
    );
    assert.ok(Math.max(...backMs) <= BACK_MAX_MS);
  });
});
