import { type Database, translateDatabaseError } from './database.ts';

/** How far the primary has written by now, as Postgres writes it: `0/1A2B3C4D`. All that was committed before lies below. */
export async function readWalPosition(database: Database): Promise<string> {
  try {
    const { rows } = await database.pool.query<{ position: string }>(
      'select pg_current_wal_insert_lsn()::text as position',
    );
    return rows[0]?.position as string;
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
