import pg from 'pg';
import type { EmbeddedPostgres } from './postgres.ts';

/** The database of the embedded Postgres and the two logins to it. */
export type EmbeddedDatabase = {
  /** As the owner of the schema: for `migrate`. */
  ownerUrl: string;
  /** As the login that the server uses. */
  url: string;
  appLogin: string;
};

const OWNER = 'daybook_owner';
const SERVER = 'daybook_server';

/** Makes the roles and the database where they are missing. */
export async function ensureEmbeddedDatabase(postgres: EmbeddedPostgres, name = 'daybook'): Promise<EmbeddedDatabase> {
  const client = new pg.Client({ connectionString: postgres.url('postgres', 'postgres') });
  await client.connect();
  try {
    const missing = async (catalog: string, column: string, value: string) =>
      (await client.query(`select 1 from ${catalog} where ${column} = $1`, [value])).rowCount === 0;
    if (await missing('pg_roles', 'rolname', OWNER)) await client.query(`create role ${OWNER} login createrole`);
    if (await missing('pg_roles', 'rolname', SERVER)) await client.query(`create role ${SERVER} login`);
    const database = pg.escapeIdentifier(name);
    if (await missing('pg_database', 'datname', name)) await client.query(`create database ${database} owner ${OWNER}`);
  } finally {
    await client.end();
  }
  return { ownerUrl: postgres.url(OWNER, name), url: postgres.url(SERVER, name), appLogin: SERVER };
}
