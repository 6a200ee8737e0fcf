import type { Database } from './database.ts';
import { openStandingConnection, type StandingConnection } from './standing-connection.ts';

/** The first half of every worker's advisory lock; the second is its number. */
export const WORKER_LOCK = 4_730_116;

/** A number that no other worker has. */
export async function newWorkerNumber(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ worker: number }>(
    `select nextval('worker_numbers')::integer as worker`,
  );
  return (rows[0] as { worker: number }).worker;
}

/**
 * Shows that a worker lives: a connection that holds an advisory lock of its number. When the process dies, however it
 * dies, Postgres frees the lock within milliseconds. Shared, so that a connection which replaces a broken one need not
 * wait until Postgres has noticed the break.
 */
export async function showPresence(options: {
  url: string;
  worker: number;
  onError: (error: Error) => void;
}): Promise<StandingConnection> {
  return openStandingConnection({
    url: options.url,
    applicationName: 'daybook worker',
    begin: (client) => client.query(`select pg_advisory_lock_shared($1, $2)`, [WORKER_LOCK, options.worker]),
    onReturn: () => {},
    onError: options.onError,
  });
}
