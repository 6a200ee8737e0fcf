import assert from 'node:assert/strict';
import { sweep } from '../../../src/jobs/sweep.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { SweptWorld } from '../models/swept-world.ts';

/** A sweep that stands still before each of its steps until it is told to go on. */
export type HaltingSweep = {
  /** Resolves when it stands still again, or is through. */
  step(): Promise<void>;
  isDone(): boolean;
};

export function startHaltingSweep({ context }: SweptWorld, random: SeededRandom): HaltingSweep {
  let isDone = false;
  let halted = Promise.withResolvers<void>();
  let goOn = (): void => {};
  const halt = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    goOn = resolve;
    halted.resolve();
    return promise;
  };
  const swept = halt().then(async () => {
    const storage = haltingStorage(context.storage, random, halt);
    const { failures } = await sweep({ ...context, storage }, AbortSignal.any([]));
    isDone = true;
    halted.resolve();
    assert.deepEqual(failures, []);
  });
  return {
    isDone: () => isDone,
    async step() {
      halted = Promise.withResolvers();
      goOn();
      await halted.promise;
      if (isDone) await swept;
    },
  };
}

/** Halts after each listing, before the database is asked, and before each deletion. */
function haltingStorage(storage: Storage, random: SeededRandom, halt: () => Promise<void>): Storage {
  async function* inSmallPages<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<readonly Item[]> {
    for await (const page of pages) {
      for (let rest = page; rest.length > 0;) {
        const size = 1 + random.below(3);
        await halt();
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
      await halt();
      await storage.delete(keys);
    },
    async abandon(upload) {
      await halt();
      await storage.abandon(upload);
    },
  };
}
