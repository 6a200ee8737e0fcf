import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Format } from '../../../src/domain/format.ts';
import { DAY_MS } from '../../../src/domain/limits.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import { sweptNothing } from '../../../src/jobs/swept.ts';
import { IS_LONG } from '../../support/is-long.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { heldBy, openSweptWorld, type SweptWorld } from '../../support/models/swept-world.ts';
import { createTestClock } from '../../support/test-clock.ts';

const KILLS = IS_LONG ? 50 : 10;
const CHILD = fileURLToPath(new URL('../../support/models/sweep-steps.ts', import.meta.url));
const FORMATS: readonly Format[] = ['CSV', 'JSON'];
const NOT_STOPPED = AbortSignal.any([]);

/** What has to be there, whatever a sweep does, and nothing else once it is through. */
type Living = { reports: string[]; details: string[]; objects: string[]; uploads: string[] };

describe('a sweep that is killed', () => {
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

  it(`at any of its steps costs nothing that lives, and the next one leaves no row and no file of what does not: ${KILLS} kills`, async () => {
    await fill(world, clock());
    const whole = await sweepInChild({});
    assert.equal(whole.signal, undefined);
    const steps = Number(whole.printed);
    assert.ok(steps > 100, `${steps} steps`);
    await empty();
    const random = seededRandom(1);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const living = await fill(world, clock());
      // Spread over all steps, the last one too; the number of steps of a world is always the same.
      const at = kill === KILLS - 1 ? steps : 1 + Math.floor((kill * steps + random.below(steps)) / KILLS);
      const when = `killed ${kill % 2 === 0 ? 'before' : 'during'} step ${at} of ${steps}`;
      const child = await sweepInChild({ KILL_AT: String(at), KILL_AFTER: String(kill % 2) });
      assert.equal(child.signal, 'SIGKILL', when);
      const between = await present();
      for (const kind of ['reports', 'details', 'objects', 'uploads'] as const) {
        const missing = living[kind].filter((name) => !between[kind].includes(name));
        assert.deepEqual(missing, [], `${when}: ${kind}`);
      }
      const last = await sweep(world.context, NOT_STOPPED);
      assert.deepEqual([last.failures, last.finished], [[], true], when);
      assert.deepEqual(await present(), living, when);
      assert.deepEqual((await sweep(world.context, NOT_STOPPED)).swept, sweptNothing(), when);
      await empty();
    }
  });

  /** Lets everything expire. */
  async function empty(): Promise<void> {
    clock.advance(60 * DAY_MS);
    await sweep(world.context, NOT_STOPPED);
    assert.deepEqual(await present(), { reports: [], details: [], objects: [], uploads: [] });
  }

  async function present(): Promise<Living> {
    return { ...(await world.reportIds()), ...(await heldBy(world.context.storage)) };
  }

  function sweepInChild(
    kill: Record<string, string>,
  ): Promise<{ printed: string; signal: string | undefined }> {
    const settings = { APP_URL: database.appUrl, FOLDER: folder, NOW: String(clock()) };
    return new Promise((resolve, reject) => {
      const env = { PATH: process.env['PATH'], ...settings, ...kill };
      execFile(process.execPath, ['--conditions=source', CHILD], { env }, (error, stdout, stderr) => {
        if (error && !error.signal) reject(new Error(stderr));
        else resolve({ printed: stdout, signal: error?.signal });
      });
    });
  }
});

/** Reports in every state, half of them expired, each after an attempt that was killed; all that attempts leave behind. */
async function fill(world: SweptWorld, now: number): Promise<Living> {
  const living: Living = { reports: [], details: [], objects: [], uploads: [] };
  for (const storeId of [await world.newStore(), await world.newStore()]) {
    for (const expiresAt of [now, now + DAY_MS]) {
      for (const end of ['PENDING', 'PROCESSING', 'SUCCEEDED', 'FAILED'] as const) {
        const report = await world.newReport(storeId, expiresAt, FORMATS);
        if (expiresAt > now) living.reports.push(report.id);
        if (end === 'PENDING') continue;
        const killed = await world.take(report);
        await world.put(killed.keys[0] as string);
        await world.leaveUpload(killed.keys[1] as string);
        const last = await world.take(report);
        for (const key of last.keys) await world.put(key);
        await world.leaveUpload(last.keys[0] as string);
        if (end === 'SUCCEEDED') await world.publish(last);
        if (end === 'FAILED') await world.fail(report, 'INTERNAL');
        if (expiresAt === now) continue;
        living.details.push(report.id);
        if (end !== 'FAILED') living.objects.push(...last.keys);
        if (end === 'PROCESSING') living.uploads.push(last.keys[0] as string);
      }
    }
  }
  for (const kind of ['reports', 'details', 'objects', 'uploads'] as const) living[kind].sort();
  return living;
}
