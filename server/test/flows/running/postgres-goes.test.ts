import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { endProcesses, isPostgresRunning, startProcess } from '../../support/servers/start-process.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const READY = 'Daybook is ready';

let data: string;
const startHere = () => startProcess(['start'], { DAYBOOK_DATA_DIR: data, DAYBOOK_DEMO: '0', PORT: '0' });

before(async () => {
  await mkdir(TEMPORARY, { recursive: true });
  data = await mkdtemp(join(TEMPORARY, 'postgres-goes-'));
});
afterEach(endProcesses);
after(() => rm(data, { recursive: true, force: true }));

describe('a Postgres that goes while Daybook runs', () => {
  const postmaster = async () =>
    Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  it('for good: Daybook says so with the reason and ends, and starts again afterwards', async () => {
    const server = startHere();
    await server.until(READY);
    process.kill(await postmaster(), 'SIGKILL');
    assert.equal(await server.ended(), 1);
    const said =
      server
        .printed()
        .split('\n')
        .find((line) => line.startsWith('Postgres has ended')) ?? server.printed();
    assert.match(said, /^Postgres has ended without a word.*start again; nothing that was committed is lost\.$/); // prettier-ignore
    const again = startHere();
    await again.until(READY);
  });

  it('and comes back: Daybook goes on, and the folder is still its own', async () => {
    const server = startHere();
    await server.until(READY);
    const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(join(data, 'postgres-socket'))}&port=5432`;
    await endOneBackend(url);
    await lockIsHeld(url);
    const second = startHere();
    assert.equal(await second.ended(), 1);
    assert.match(second.printed(), /Another Daybook is running/);
    server.child.kill('SIGINT');
    assert.equal(await server.ended(), 0);
    assert.equal(await isPostgresRunning(data), false);
  });
});

/** As the kernel ends one when memory is short: Postgres then drops all others and recovers. */
async function endOneBackend(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const gone = new Promise((resolve) => client.once('end', resolve));
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  await gone;
}

/** Resolves once the server has its locks again. */
async function lockIsHeld(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ held: number }>(
        `select count(*)::int as held from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock'`,
      );
      if (rows[0]?.held) return;
    } catch {
      // Still recovering.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
