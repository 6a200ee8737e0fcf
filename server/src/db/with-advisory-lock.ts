import pg from 'pg';
import { cannotUseDatabase } from './cannot-use-database.ts';

/** Runs `run` on a connection of its own while no other process holds the same lock; others wait. */
export async function withAdvisoryLock<Result>(
  url: string,
  lock: number,
  run: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'daybook migrate' });
  client.on('error', () => {});
  await client.connect().catch((error: Error) => {
    throw cannotUseDatabase(error, 'DATABASE_URL and MIGRATE_DATABASE_URL');
  });
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    return await run(client);
  } finally {
    await client.end();
  }
}
