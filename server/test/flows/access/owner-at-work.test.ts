import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';
import { askPostgres } from '../../support/ask-postgres.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const WARNING = /the login of DATABASE_URL can alter the schema: make another one .*MIGRATE_DATABASE_URL.*daybook-server migrate/g; // prettier-ignore

describe('a server that is given a login with too many rights', () => {
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    await mkdir(TEMPORARY, { recursive: true });
    folder = await mkdtemp(join(TEMPORARY, 'owner-'));
    database = await createTestDatabase();
  });
  afterEach(endProcesses);
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  /** How often a server with this login warns, from its start to its end. */
  async function warnings(DATABASE_URL: string): Promise<number> {
    const SECRETS_KEY = Buffer.alloc(32, 1).toString('base64');
    const server = startProcess(['api'], { DATABASE_URL, SECRETS_KEY, PORT: '0', DAYBOOK_DATA_DIR: folder });
    await server.until('"listening"');
    server.child.kill('SIGTERM');
    await server.ended();
    return server.printed().match(WARNING)?.length ?? 0;
  }

  it('hears nothing of it where the login can only do what the server does', async () => {
    assert.equal(await warnings(database.appUrl), 0);
  });

  it('says once at its start what to do, for a superuser', async () => {
    assert.equal(await warnings(database.superUrl), 1);
  });

  it('says the same for whoever owns as little as one table of the schema', async () => {
    const login = pg.escapeIdentifier(new URL(database.appUrl).username);
    await askPostgres(database.superUrl, `alter table daybook.accounts owner to ${login}`);
    assert.equal(await warnings(database.appUrl), 1);
  });
});
