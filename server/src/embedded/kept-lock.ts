import { setTimeout as delay } from 'node:timers/promises';
import { type InstanceLock, openInstanceLock } from '../db/instance-lock.ts';
import type { EmbeddedPostgres } from './postgres.ts';

const TRY_EVERY_MS = 200;

/** The instance lock of a process, taken again whenever Postgres has crashed and recovered. */
export type KeptLock = Pick<InstanceLock, 'becomeServer' | 'leave'> & {
  /** Rejects with a StartupError when the lock cannot be had again: Postgres has ended, or another server has the folder. */
  readonly over: Promise<never>;
};

/** Notes this process, on connections to `url`, as a user of `postgres`; `inUse` is what another server's lock means. */
export async function keepLock(
  postgres: EmbeddedPostgres,
  url: string,
  inUse: () => Error,
): Promise<KeptLock> {
  let lock = await openInstanceLock(url);
  let tries = 0;
  let left = false;
  const { promise: over, reject } = Promise.withResolvers<never>();
  // Only `start` waits for it.
  over.catch(() => {});

  async function regain(): Promise<void> {
    for (; !left; await delay(TRY_EVERY_MS)) {
      const ended = postgres.whyEnded();
      if (ended) throw ended;
      const fresh = await openInstanceLock(url).catch(() => undefined);
      if (!fresh) continue;
      lock = fresh;
      if (left) return;
      if (tries > 0 && !(await fresh.becomeServer(tries))) throw inUse();
      return watch();
    }
  }
  function watch(): void {
    void lock.lost.then(regain).catch(reject);
  }
  watch();

  return {
    over,
    becomeServer(count) {
      tries = count;
      return lock.becomeServer(count);
    },
    async leave() {
      left = true;
      try {
        return await lock.leave();
      } catch {
        // The locks of all went with a crash: whoever still uses Postgres has to take them again before it is left alone.
        const fresh = await openInstanceLock(url).catch(() => undefined);
        return fresh === undefined || fresh.leave();
      }
    },
  };
}
