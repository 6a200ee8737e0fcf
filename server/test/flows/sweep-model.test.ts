import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import type { Format } from '../../src/domain/format.ts';
import { DAY_MS } from '../../src/domain/limits.ts';
import { sweepRemains } from '../../src/jobs/sweep-remains.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { sweptNothing } from '../../src/jobs/swept.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import {
  contentTypeOf,
  heldBy,
  openSweptWorld,
  type SweptWorld,
  type WorldAttempt,
  type WorldReport,
} from '../support/swept-world.ts';
import { createTestClock } from '../support/test-clock.ts';

const HISTORIES = process.env['DAYBOOK_LONG'] ? 300 : 25;
const STEPS = 80;
const FORMATS: readonly (readonly Format[])[] = [['CSV'], ['JSON'], ['CSV', 'JSON']];

/** A file that an attempt is storing, or has stored. */
type StoredFile = { attempt: WorldAttempt; key: string; body: PassThrough; put: Promise<unknown>; state: 'begun' | 'stored' }; // prettier-ignore

/** A sweep that stands still before each of its steps until it is told to go on. */
type Sweeper = { step(): Promise<void>; isDone(): boolean };

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
    for (let seed = 1; seed <= HISTORIES; seed += 1) await history(seed);
  });

  async function history(seed: number): Promise<void> {
    const random = seededRandom(seed);
    const reports: WorldReport[] = [];
    const attempts: WorldAttempt[] = [];
    const files: StoredFile[] = [];
    const left: { attempt: WorldAttempt; key: string }[] = [];
    let sweepers: Sweeper[] = [];
    const stopping = new AbortController();
    const stores = [await world.newStore(), await world.newStore()];

    const isUnfinished = (report: WorldReport) =>
      report.expiresAt > clock() && (report.status === 'PENDING' || report.status === 'PROCESSING');
    const isCurrent = ({ report, claim }: WorldAttempt) => isUnfinished(report) && report.claim === claim;
    const isNeeded = ({ attempt, state }: StoredFile) =>
      state === 'stored' &&
      (isCurrent(attempt) ||
        (attempt.report.status === 'SUCCEEDED' &&
          attempt.report.claim === attempt.claim &&
          attempt.report.expiresAt > clock()));

    const steps: Record<string, () => Promise<unknown>> = {
      async create() {
        const expiresAt = clock() + (1 + random.below(40)) * DAY_MS;
        reports.push(await world.newReport(random.pick(stores), expiresAt, random.pick(FORMATS)));
      },
      async take() {
        const open = reports.filter((report) => isUnfinished(report) && report.attempts < 3);
        if (open.length > 0) attempts.push(await world.take(random.pick(open)));
      },
      // Also by a worker that was overtaken and has not noticed.
      async beginUpload() {
        const attempt = attempts.length > 0 ? random.pick(attempts) : undefined;
        const key = attempt?.keys.find((each) => files.every((file) => file.key !== each));
        if (!attempt || key === undefined) return;
        const body = new PassThrough();
        const put = world.context.storage.put(key, body, {
          contentType: contentTypeOf(key),
          signal: stopping.signal,
        });
        put.catch(() => undefined);
        body.write('half');
        while (!(await heldBy(world.context.storage)).uploads.includes(key));
        files.push({ attempt, key, body, put, state: 'begun' });
      },
      // By a worker that is killed.
      async leaveUpload() {
        const attempt = attempts.length > 0 ? random.pick(attempts) : undefined;
        const key = attempt && random.pick(attempt.keys);
        if (!attempt || left.some((upload) => upload.key === key)) return;
        left.push({ attempt, key: key as string });
        await world.leaveUpload(key as string);
      },
      async endUpload() {
        const begun = files.filter(({ state }) => state === 'begun');
        if (begun.length === 0) return;
        const file = random.pick(begun);
        file.body.end();
        if (isCurrent(file.attempt)) await file.put;
        const stored = await file.put.then(() => true, () => false); // prettier-ignore
        if (stored) file.state = 'stored';
        else files.splice(files.indexOf(file), 1);
      },
      async publish() {
        const whole = attempts.filter(
          (attempt) =>
            isCurrent(attempt) &&
            attempt.keys.every((key) => files.some((file) => file.key === key && file.state === 'stored')),
        );
        if (whole.length > 0) await world.publish(random.pick(whole));
      },
      async end() {
        const open = reports.filter(isUnfinished);
        if (open.length === 0) return;
        const report = random.pick(open);
        await world.fail(report, report.status === 'PENDING' ? 'CANCELED' : random.pick(['CANCELED', 'INTERNAL'] as const)); // prettier-ignore
      },
      async wait() {
        clock.advance(random.below(6) * DAY_MS);
      },
      async beginSweep() {
        if (sweepers.length < 3) sweepers.push(startSweep(world, random));
      },
      async goOnSweeping() {
        if (sweepers.length > 0) await random.pick(sweepers).step();
        sweepers = sweepers.filter((sweeper) => !sweeper.isDone());
      },
    };
    // As often as each is named.
    const names =
      `create create take take beginUpload beginUpload beginUpload leaveUpload endUpload endUpload endUpload publish publish
      end wait beginSweep goOnSweeping goOnSweeping goOnSweeping goOnSweeping`.split(/\s+/);

    const done: string[] = [];
    for (let i = 0; i < STEPS; i += 1) {
      const name = random.pick(names);
      done.push(name);
      await steps[name]?.();
      const { objects } = await heldBy(world.context.storage);
      const missing = files.filter((file) => isNeeded(file) && !objects.includes(file.key));
      assert.deepEqual(missing.map(({ key }) => key), [], `seed ${seed}: ${done.join(' ')}`); // prettier-ignore
    }
    for (const sweeper of sweepers) while (!sweeper.isDone()) await sweeper.step();

    const unended = [...files.filter(({ state }) => state === 'begun'), ...left];
    const expected = {
      objects: files.filter(isNeeded).map(({ key }) => key).toSorted(), // prettier-ignore
      uploads: unended.filter(({ attempt }) => isCurrent(attempt)).map(({ key }) => key).toSorted(), // prettier-ignore
    };
    await sweepRemains(world.context, stopping.signal, sweptNothing());
    assert.deepEqual(await heldBy(world.context.storage), expected, `seed ${seed}: ${done.join(' ')}`);
    const last = await sweep(world.context, stopping.signal);
    assert.deepEqual([last.failures, last.finished, last.swept.objects, last.swept.leftAlone], [[], true, 0, 0]); // prettier-ignore
    assert.deepEqual(await heldBy(world.context.storage), expected);
    const living = reports.filter(({ expiresAt }) => expiresAt > clock()).map(({ id }) => id);
    assert.deepEqual((await world.reportIds()).reports, living.toSorted());
    stopping.abort();
    await Promise.allSettled(files.map(({ put }) => put));
    clock.advance(60 * DAY_MS);
    await sweep(world.context, AbortSignal.any([]));
    assert.deepEqual(await heldBy(world.context.storage), { objects: [], uploads: [] });
  }
});

function startSweep({ context }: SweptWorld, random: SeededRandom): Sweeper {
  let isDone = false;
  let arrived = Promise.withResolvers<void>();
  let goOn = (): void => {};
  const gate = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    goOn = resolve;
    arrived.resolve();
    return promise;
  };
  const swept = gate().then(async () => {
    const { failures } = await sweep({ ...context, storage: gated(context.storage, random, gate) }, AbortSignal.any([])); // prettier-ignore
    isDone = true;
    arrived.resolve();
    assert.deepEqual(failures, []);
  });
  return {
    isDone: () => isDone,
    async step() {
      arrived = Promise.withResolvers();
      goOn();
      await arrived.promise;
      if (isDone) await swept;
    },
  };
}

/** Stops after each listing, before the database is asked, and before each deletion. */
function gated(storage: Storage, random: SeededRandom, gate: () => Promise<void>): Storage {
  async function* inSmallPages<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<readonly Item[]> {
    for await (const page of pages) {
      for (let rest = page; rest.length > 0;) {
        const size = 1 + random.below(3);
        await gate();
        yield rest.slice(0, size);
        rest = rest.slice(size);
      }
    }
  }
  return {
    ...storage,
    keys: () => inSmallPages(storage.keys()),
    unfinished: () => inSmallPages(storage.unfinished()),
    async delete(keys) {
      await gate();
      await storage.delete(keys);
    },
    async abandon(upload) {
      await gate();
      await storage.abandon(upload);
    },
  };
}
