import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { migrate } from '../../src/db/migrate.ts';
import { QUEUES } from '../../src/jobs/queues.ts';
import { migrateQueue } from '../../src/queue/migrate-queue.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const TEMPLATE_LOCK = 4_730_113;
const OWNER = 'daybook_owner';
const APP_LOGIN = 'daybook_login';

/** A fresh, migrated database. `appUrl` is the server's login, `ownerUrl` the schema's owner, `superUrl` may do anything. */
export type TestDatabase = { ownerUrl: string; appUrl: string; superUrl: string; close(): Promise<void> };

/**
 * A copy of a template that is migrated once for each state of the migrations. `close` drops it, and fails when a
 * connection to it was left open.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DAYBOOK_TEST_POSTGRES'];
  if (!server) {
    throw new Error(
      'Set DAYBOOK_TEST_POSTGRES to the URL of a Postgres superuser; npm test starts one and sets it.',
    );
  }
  const template = `daybook_template_${await hashOfMigrations()}`;
  const name = `daybook_test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(server, async (client) => {
    await ensureTemplate(client, server, template);
    await client.query(`create database ${name} template ${template} owner ${OWNER}`);
  });
  return {
    ownerUrl: urlOf(server, OWNER, name),
    appUrl: urlOf(server, APP_LOGIN, name),
    superUrl: urlOf(server, undefined, name),
    close: () => asSuperuser(server, async (client) => void (await client.query(`drop database ${name}`))),
  };
}

async function ensureTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) {
    await ensureRole(client, OWNER, 'login createrole');
    await ensureRole(client, APP_LOGIN, 'login');
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished}`);
    await client.query(`create database ${unfinished} owner ${OWNER}`);
    await migrate({ ownerUrl: urlOf(server, OWNER, unfinished), appLogin: APP_LOGIN });
    await migrateQueue(urlOf(server, OWNER, unfinished), QUEUES);
    await client.query(`alter database ${unfinished} rename to ${template}`);
  }
  await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
}

async function ensureRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} ${attributes}`);
}

async function asSuperuser(server: string, run: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server, application_name: 'daybook test support' });
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, user: string | undefined, database: string): string {
  const url = new URL(server);
  if (user) {
    url.username = user;
    url.password = '';
  }
  url.pathname = `/${database}`;
  return url.href;
}

async function hashOfMigrations(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(QUEUES));
  for (const name of (await readdir(MIGRATIONS)).toSorted())
    hash.update(name).update(await readFile(new URL(name, MIGRATIONS)));
  return hash.digest('hex').slice(0, 16);
}
