import pg from 'pg';

const SERVER_LOCK = 4_730_113;
const USERS_LOCK = 4_730_114;
const TRY_EVERY_MS = 100;

/**
 * Which processes use an embedded Postgres, as advisory locks: Postgres frees them when a process dies, however it dies.
 */
export type InstanceLock = {
  /** Resolves when Postgres lets go of the locks although nobody left: it crashed, or ended. */
  readonly lost: Promise<void>;
  /** Makes this process the one server of the data folder. False: another is. A killed one's lock goes a moment later. */
  becomeServer(tries: number): Promise<boolean>;
  /** Ends this process's use. True: nobody else uses Postgres, so it can be stopped. */
  leave(): Promise<boolean>;
};

/** Notes this process as a user of the Postgres at `url`. */
export async function openInstanceLock(url: string): Promise<InstanceLock> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybook lock' });
  client.on('error', () => {});
  let leaving = false;
  const lost = new Promise<void>((resolve) => client.once('end', () => leaving || resolve()));
  await client.connect();
  const ask = async (call: string, lock: number): Promise<boolean> => {
    const { rows } = await client.query<{ done: boolean }>(`select ${call}($1) as done`, [lock]);
    return rows[0]?.done === true;
  };
  await client.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
  return {
    lost,
    async becomeServer(tries) {
      for (let left = tries; left > 0; left -= 1) {
        if (await ask('pg_try_advisory_lock', SERVER_LOCK)) return true;
        if (left > 1) await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
      }
      return false;
    },
    async leave() {
      leaving = true;
      try {
        await ask('pg_advisory_unlock_shared', USERS_LOCK);
        return await ask('pg_try_advisory_lock', USERS_LOCK);
      } finally {
        await client.end();
      }
    },
  };
}
