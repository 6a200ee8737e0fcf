import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartupError } from '../domain/startup-error.ts';
import { cannotUseDatabase } from './cannot-use-database.ts';
import type { Database } from './database.ts';
import { withAdvisoryLock } from './with-advisory-lock.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
const MIGRATION_LOCK = 4_730_112;

type Migration = { version: number; name: string; sql: string; sha256: string };

/**
 * Brings the schema up to date as its owner, forward only, one transaction per file, under a lock, so that several
 * processes may try at once. `appLogin` is the login that the server itself will use. Resolves to the applied names.
 */
export function migrate(options: { ownerUrl: string; appLogin: string }): Promise<string[]> {
  return withAdvisoryLock(options.ownerUrl, MIGRATION_LOCK, async (client) => {
    await ensureAppRole(client, options.appLogin);
    await client.query(`
      create schema if not exists daybook;
      create table if not exists daybook.migrations (
        version integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now()
      );
      grant usage on schema daybook to daybook_app;
      grant select on daybook.migrations to daybook_app`);
    return applyMissing(client, await readMigrations());
  });
}

/** Throws a StartupError unless the database is at exactly the version that this program was built for. */
export async function assertMigrated(database: Database): Promise<void> {
  const newest = (await readMigrations()).at(-1)?.version ?? 0;
  const { rows } = await database.pool
    .query<{ version: number }>('select max(version) as version from daybook.migrations')
    .catch((error: unknown) => {
      if (['42P01', '3F000', '22023', '42704'].includes((error as { code?: string }).code ?? ''))
        return { rows: [] };
      throw cannotUseDatabase(error as Error, 'DATABASE_URL');
    });
  const version = rows[0]?.version ?? 0;
  if (version < newest)
    throw new StartupError('The database is not up to date: run "daybook-server migrate" first.');
  if (version > newest) throw newerDatabase(version, newest);
  const { rows: roles } = await database.pool.query<{ unbound: boolean }>(
    'select rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user',
  );
  if (roles[0]?.unbound !== false) {
    throw new StartupError(
      'The role daybook_app must not be a superuser or bypass row-level security: alter it.',
    );
  }
}

/**
 * Whether the login behind the connections could alter the schema, as its owner or a superuser: then nothing that Postgres
 * keeps from `daybook_app` is kept from whoever gets a statement of their own in, because `reset role` undoes it.
 */
export async function loginCanAlterSchema(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ able: boolean }>(
    `select bool_or(pg_has_role(session_user, owner, 'member')) or (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as able
     from (
       select nspowner as owner from pg_namespace where nspname = 'daybook'
       union select relowner from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'daybook'
     ) as owners`,
  );
  return rows[0]?.able === true;
}

async function ensureAppRole(client: pg.Client, appLogin: string): Promise<void> {
  const { rows } = await client.query<{ present: boolean; old: boolean; unbound: boolean }>(
    `select exists (select from pg_roles where rolname = 'daybook_app') as present,
       current_setting('server_version_num')::int < 150000 as old, rolsuper or rolbypassrls as unbound
     from pg_roles where rolname = current_user`,
  );
  if (rows[0]?.old && rows[0].unbound) {
    throw new StartupError(
      'On Postgres 14 migrate as a role that is no superuser and does not bypass row-level security (MIGRATE_DATABASE_URL).',
    );
  }
  const login = pg.escapeIdentifier(appLogin);
  try {
    if (!rows[0]?.present) await client.query('create role daybook_app nologin');
    const member = await client.query<{ member: boolean }>(
      `select pg_has_role($1, 'daybook_app', 'member') as member`,
      [appLogin],
    );
    if (!member.rows[0]?.member) await client.query(`grant daybook_app to ${login}`);
  } catch (error) {
    throw new StartupError(
      `Cannot set up the role of the server (${(error as Error).message}). As a superuser run: ` +
        `create role daybook_app nologin; grant daybook_app to ${login};`,
    );
  }
}

async function applyMissing(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  const { rows: applied } = await client.query<{ version: number; name: string; sha256: string }>(
    'select version, name, sha256 from daybook.migrations order by version',
  );
  const newest = migrations.at(-1)?.version ?? 0;
  const ahead = applied.find((row) => row.version > newest);
  if (ahead) throw newerDatabase(ahead.version, newest);
  const names: string[] = [];
  for (const migration of migrations) {
    const done = applied.find((row) => row.version === migration.version);
    if (done && done.sha256 !== migration.sha256) {
      throw new StartupError(
        `Migration ${migration.name} was changed after it was applied; restore the file.`,
      );
    }
    if (done) continue;
    await client.query('begin');
    try {
      await client.query(migration.sql);
      await client.query('insert into daybook.migrations (version, name, sha256) values ($1, $2, $3)', [
        migration.version,
        migration.name,
        migration.sha256,
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new StartupError(`Migration ${migration.name} failed: ${(error as Error).message}.`);
    }
    names.push(migration.name);
  }
  return names;
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(join(MIGRATIONS_FOLDER, name), 'utf8');
      return {
        version: Number(name.slice(0, 4)),
        name,
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

function newerDatabase(version: number, newest: number): StartupError {
  return new StartupError(
    `The database is of a newer version of Daybook (schema ${version}, this program knows ${newest}): upgrade Daybook.`,
  );
}
