import pg from 'pg';

const INSTANCE_LOCK = 4_730_113;
const TRY_EVERY_MS = 100;

/** Held by one process of an embedded Daybook; Postgres frees it when that process dies, however it dies. */
export type InstanceLock = { readonly taken: boolean; close(): Promise<void> };

/** Tries for the lock, several times if asked to: a killed process's lock goes a moment after it. */
export async function tryInstanceLock(url: string, tries: number): Promise<InstanceLock> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybook lock' });
  client.on('error', () => {});
  await client.connect();
  const close = () => client.end();
  for (let left = tries; left > 0; left -= 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      INSTANCE_LOCK,
    ]);
    if (rows[0]?.taken) return { taken: true, close };
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
  return { taken: false, close };
}
