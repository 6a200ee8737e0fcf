import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { IS_LONG } from '../support/is-long.ts';
import { startDaybook, type TestDaybook } from '../support/daybook.ts';
import { prepareReportWork, type ReportWork } from '../support/report-work.ts';
import { endProcesses } from '../support/start-process.ts';
import { openWorkerFleet, pause, type WorkerFleet } from '../support/worker-fleet.ts';

const FAULTS_OF_A_KIND = IS_LONG ? 20 : 3;
const PAYMENTS = 60_000;
const AT_ONCE = 3;
const COPYING = `datname = current_database() and application_name = 'daybook source' and state = 'active' and query ilike 'copy%'`;

describe('a COPY that Postgres ends in the middle', () => {
  let daybook: TestDaybook;
  let fleet: WorkerFleet;
  let work: ReportWork;
  before(async () => {
    daybook = await startDaybook({ working: false });
    fleet = await openWorkerFleet(daybook);
    work = await prepareReportWork(daybook, PAYMENTS);
    await Promise.all([fleet.start(), fleet.start()]);
  });
  after(async () => {
    await fleet.close();
    await endProcesses();
    await daybook.stop();
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

  for (const [fault, by] of [
    ['terminated', 'select pg_terminate_backend($1)'],
    ['cancelled', 'select pg_cancel_backend($1)'],
  ] as const) {
    it(`${FAULTS_OF_A_KIND} times because its backend was ${fault}: each report is right in the end`, async (t) => {
      const ids: string[] = [];
      const hit = new Set<number>();
      while (hit.size < FAULTS_OF_A_KIND) {
        ids.push(await work.queue());
        await untilCopying();
        for (const { pid } of await ask<{ pid: number }>(
          `select pid from pg_stat_activity where ${COPYING}`,
        )) {
          await ask(by, [pid]);
          hit.add(pid);
        }
        await fleet.until(
          (reports) => reports.filter((each) => each.status === 'PROCESSING').length < AT_ONCE,
        );
      }
      t.diagnostic(JSON.stringify(await assertEnds(ids)));
    });
  }

  it(`${FAULTS_OF_A_KIND} times by a statement timeout: each report is right in the end`, async (t) => {
    for (const worker of [...fleet.workers]) await fleet.stop(worker);
    const reader = `daybook_reader_${randomBytes(4).toString('hex')}`;
    await ask(`create role ${reader} login in role daybook_app`);
    await ask(`alter role ${reader} set statement_timeout = '60ms'`);
    const source = new URL(daybook.database.appUrl);
    source.username = reader;
    await fleet.start({ SOURCE_DATABASE_URL: source.href });
    const ids: string[] = [];
    while (ids.length < FAULTS_OF_A_KIND) ids.push(await work.queue());
    await fleet.until((reports) => reports.every(({ attempts }) => attempts > 0), ids);
    await fleet.until((reports) => reports.every(({ worker }) => worker === null), ids);
    await ask(`alter role ${reader} reset statement_timeout`);
    await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [reader]);
    t.diagnostic(JSON.stringify(await assertEnds(ids)));
    for (const worker of [...fleet.workers]) await fleet.stop(worker);
    await ask(`drop role ${reader}`);
  });
});
