import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DAY_MS } from '../../../src/domain/limits.ts';
import { sweepRemains } from '../../../src/jobs/sweep-remains.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import { sweptNothing } from '../../../src/jobs/swept.ts';
import { IS_LONG } from '../../support/is-long.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { type HaltingSweep, startHaltingSweep } from '../../support/faults/halting-sweep.ts';
import { HISTORY_STEPS, neededNow, type ReportHistory } from '../../support/models/report-history.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { heldBy, openSweptWorld, type SweptWorld } from '../../support/models/swept-world.ts';
import { createTestClock } from '../../support/test-clock.ts';

const HISTORIES = IS_LONG ? 300 : 25;
const STEPS = 80;
const SWEEPS_AT_ONCE = 3;
const NOT_STOPPED = AbortSignal.any([]);
/** As often as each is named. */
const NAMES =
  `create create take take beginUpload beginUpload beginUpload leaveUpload endUpload endUpload endUpload publish publish
  end wait beginSweep goOnSweeping goOnSweeping goOnSweeping goOnSweeping`.split(/\s+/);

describe('random histories of reports, with sweeps in between and at the same time', () => {
  const clock = createTestClock();
  let database: TestDatabase;
  let folder: string;
  let world: SweptWorld;
  before(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'daybook-sweep-'));
    world = await openSweptWorld({ ...database, folder, clock });
  });
  after(async () => {
    await world.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  it(`never cost a file that a report needs, and leave no other: ${HISTORIES} histories`, async () => {
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const stores = [await world.newStore(), await world.newStore()];
      const stopping = new AbortController();
      const history: ReportHistory = {
        ...{ world, clock, random: seededRandom(seed), stores, stopping },
        ...{ reports: [], attempts: [], files: [], left: [] },
      };
      await live(history, `seed ${seed}`);
      const needed = neededNow(history);
      const { reports, ...held } = needed;
      // Without the part that deletes rows: an expired report's files are nobody's even while its row is there.
      await sweepRemains(world.context, NOT_STOPPED, sweptNothing());
      assert.deepEqual(await heldBy(world.context.storage), held, `seed ${seed}`);
      const { swept, failures, finished } = await sweep(world.context, NOT_STOPPED);
      assert.deepEqual([failures, finished, swept.objects, swept.uploads, swept.leftAlone], [[], true, 0, 0, 0]); // prettier-ignore
      assert.deepEqual(await heldBy(world.context.storage), held, `seed ${seed}`);
      assert.deepEqual((await world.reportIds()).reports, reports);

      stopping.abort();
      await Promise.allSettled(history.files.map(({ put }) => put));
      clock.advance(60 * DAY_MS);
      await sweep(world.context, NOT_STOPPED);
      assert.deepEqual(await heldBy(world.context.storage), { objects: [], uploads: [] });
    }
  });

  it('remove nothing on a machine whose clock has jumped a month ahead, and say so', async () => {
    const storeId = await world.newStore();
    await world.newReport(storeId, Date.now() + DAY_MS, ['CSV']);
    const before = await world.reportIds();
    const jumped = () => Date.now() + 31 * DAY_MS;
    const { swept, failures } = await sweep(
      { ...world.context, clock: jumped, wallClock: jumped },
      NOT_STOPPED,
    );
    assert.deepEqual(swept, sweptNothing());
    assert.match(String(failures[0]?.error), /44640 minutes apart/);
    assert.deepEqual(await world.reportIds(), before);
  });

  /** Takes random steps, between which up to three sweeps come on; after each all that is needed must be there. */
  async function live(history: ReportHistory, seed: string): Promise<void> {
    const { random } = history;
    let sweeps: HaltingSweep[] = [];
    const done: string[] = [];
    for (let i = 0; i < STEPS; i += 1) {
      const name = random.pick(NAMES);
      done.push(name);
      await HISTORY_STEPS[name]?.(history);
      if (name === 'beginSweep' && sweeps.length < SWEEPS_AT_ONCE) sweeps.push(startHaltingSweep(world, random)); // prettier-ignore
      if (name === 'goOnSweeping' && sweeps.length > 0) await random.pick(sweeps).step();
      sweeps = sweeps.filter((each) => !each.isDone());
      const { objects } = await heldBy(world.context.storage);
      const missing = neededNow(history).objects.filter((key) => !objects.includes(key));
      assert.deepEqual(missing, [], `${seed}: ${done.join(' ')}`);
    }
    for (const each of sweeps) while (!each.isDone()) await each.step();
  }
});
