import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ACTIVE_REPORTS_MAX } from '../../../src/domain/limits.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { assertRightOrUnavailable, copyingPids, untilCopying } from '../../support/faults/copying.ts';
import { type FleetAtWork, openFleetAtWork } from '../../support/faults/fleet-at-work.ts';
import { IS_LONG } from '../../support/is-long.ts';

const FAULTS_OF_A_KIND = IS_LONG ? 20 : 3;
const PAYMENTS = 60_000;
const AT_ONCE = 3;

describe('a COPY that Postgres ends in the middle', () => {
  let world: FleetAtWork;
  let superUrl: string;
  before(async () => {
    world = await openFleetAtWork(PAYMENTS);
    ({ superUrl } = world.daybook.database);
    await Promise.all([world.fleet.start(), world.fleet.start()]);
  });
  after(() => world.close());

  const ask = (text: string, values?: unknown[]) => askPostgres(superUrl, text, values);

  for (const [fault, by] of [
    ['terminated', 'select pg_terminate_backend($1)'],
    ['cancelled', 'select pg_cancel_backend($1)'],
  ] as const) {
    it(`${FAULTS_OF_A_KIND} times because its backend was ${fault}: each report is right in the end`, async (t) => {
      const ids: string[] = [];
      const hit = new Set<number>();
      while (hit.size < FAULTS_OF_A_KIND) {
        ids.push(await world.work.queue());
        await untilCopying(superUrl);
        for (const { pid } of await copyingPids(superUrl)) {
          await ask(by, [pid]);
          hit.add(pid);
        }
        await world.fleet.until(
          (reports) => reports.filter((each) => each.status === 'PROCESSING').length < AT_ONCE,
        );
      }
      t.diagnostic(JSON.stringify(await assertRightOrUnavailable(world, ids)));
    });
  }

  it(`${FAULTS_OF_A_KIND} times by a statement timeout: each report is right in the end`, async (t) => {
    for (const worker of [...world.fleet.workers]) await world.fleet.stop(worker);
    const reader = `daybook_reader_${randomBytes(4).toString('hex')}`;
    await ask(`create role ${reader} login in role daybook_app`);
    const source = new URL(world.daybook.database.appUrl);
    source.username = reader;
    await world.fleet.start({ SOURCE_DATABASE_URL: source.href });
    const ends: Record<string, number>[] = [];
    for (let left = FAULTS_OF_A_KIND; left > 0; left -= ACTIVE_REPORTS_MAX) {
      await ask(`alter role ${reader} set statement_timeout = '60ms'`);
      await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [reader]);
      const ids: string[] = [];
      while (ids.length < Math.min(left, ACTIVE_REPORTS_MAX)) ids.push(await world.work.queue());
      await world.fleet.until((reports) => reports.every(({ attempts }) => attempts > 0), ids);
      await world.fleet.until((reports) => reports.every(({ worker }) => worker === null), ids);
      await ask(`alter role ${reader} reset statement_timeout`);
      await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [reader]);
      ends.push(await assertRightOrUnavailable(world, ids));
    }
    t.diagnostic(JSON.stringify(ends));
    for (const worker of [...world.fleet.workers]) await world.fleet.stop(worker);
    await ask(`drop role ${reader}`);
  });
});
