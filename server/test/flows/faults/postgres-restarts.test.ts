import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertRightOrUnavailable, untilCopying } from '../../support/faults/copying.ts';
import { type FleetAtWork, openFleetAtWork } from '../../support/faults/fleet-at-work.ts';
import { IS_LONG } from '../../support/is-long.ts';
import { pause } from '../../support/faults/worker-fleet.ts';
import { openCrashablePostgres, type CrashablePostgres } from '../../support/servers/crashable-postgres.ts';

const RESTARTS = IS_LONG ? 30 : 5;
const PAYMENTS = 30_000;
const AT_ONCE = 3;
const BACK_MAX_MS = 5_000;

describe('a Postgres that is restarted while reports are read', () => {
  let postgres: CrashablePostgres;
  let world: FleetAtWork;
  before(async () => {
    postgres = await openCrashablePostgres();
    world = await openFleetAtWork(PAYMENTS);
    await Promise.all([world.fleet.start(), world.fleet.start()]);
  });
  after(async () => {
    await world.close();
    await postgres.close();
  });

  it(`${RESTARTS} immediate restarts: no report is cut short, no process ends, the API says 503 and is back within 5 s`, async (t) => {
    const { work, fleet, daybook } = world;
    const ids: string[] = [];
    const backMs: number[] = [];
    const statuses = new Set<number>();
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      for (let more = 0; more < AT_ONCE; more += 1) ids.push(await work.queue());
      await untilCopying(daybook.database.superUrl);
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
    const ends = await assertRightOrUnavailable(world, ids);
    t.diagnostic(`API back after ${backMs.join(', ')} ms; ${JSON.stringify(ends)}`);
    assert.deepEqual(
      [...statuses].sort((a, b) => a - b),
      [200, 503],
    );
    assert.ok(Math.max(...backMs) <= BACK_MAX_MS);
  });
});
