import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { Client } from 'pg';

import { StartupError } from '../domain/startup-error.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { postgresEnd } from './postgres-end.ts';
import { readPostgresPidFile } from './postgres-pid-file.ts';
import { startPostgres, type EmbeddedPostgres } from './postgres.ts';
import { unprivilegedCommand, type UnprivilegedWay } from './unprivileged-command.ts';

const QUICK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '16MB' };
const isRoot = process.getuid?.() === 0;

/** Making the data takes a second, so a test hands on what it leaves in order; `note` is the tests' only table. */
const shelf = realpathSync(mkdtempSync(join(tmpdir(), 'daybook-embedded-test-')));
const spare: string[] = [];
after(() => rmSync(shelf, { recursive: true, force: true }));

/**
 * The path of a data folder in a new folder (0700), holding a stopped server's data as soon as a test has made some.
 * Whatever runs on it when the test is over is ended.
 */
function dataFolder(t: TestContext, { name = 'postgres', isNew = false, comesBack = true } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'daybook-embedded-test-')));
  const dataDirectory = join(folder, name);
  const used = isNew ? undefined : spare.pop();
  if (used !== undefined) {
    mkdirSync(dirname(dataDirectory), { recursive: true });
    renameSync(used, dataDirectory);
  }
  t.after(async () => {
    const left = readPostgresPidFile(dataDirectory);
    if (typeof left === 'object') await postgresEnd(left.pid, dataDirectory);
    if (comesBack && existsSync(join(dataDirectory, 'PG_VERSION'))) {
      spare.push(mkdtempSync(join(shelf, 'data-')));
      renameSync(dataDirectory, spare.at(-1) ?? '');
    }
    rmSync(folder, { recursive: true, force: true });
  });
  return dataDirectory;
}

function start(dataDirectory: string): Promise<EmbeddedPostgres> {
  return startPostgres({ dataDirectory, settings: QUICK });
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new Client(server.url('postgres', 'postgres'));
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.map(([value]) => value);
  } finally {
    await client.end();
  }
}

function pidOf(dataDirectory: string): number {
  const found = readPostgresPidFile(dataDirectory);
  assert.ok(typeof found === 'object', 'no server has written its pid file');
  return found.pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Runs a module given as text in a Node of its own until it prints a line or ends; returns the line. */
async function inAnotherNode(
  text: string,
): Promise<{ line: string; pid: number; kill: () => Promise<unknown>; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    line: String(first[0]).trim(),
    pid: child.pid ?? 0,
    ended,
    kill: () => (child.kill('SIGKILL'), ended),
  };
}

const startIn = (dataDirectory: string): string =>
  `const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)});
   const server = await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)}, settings: ${JSON.stringify(QUICK)} });`;

test('a stopped server leaves no process and no socket, and the next one finds the data', async (t) => {
  const dataDirectory = dataFolder(t, { isNew: true });
  const first = await start(dataDirectory);
  await query(first, `create table note as select 'grüße 你好' as text`);
  const pid = pidOf(dataDirectory);
  await Promise.all([first.stop(), first.stop()]);
  assert.equal(isAlive(pid), false);
  assert.equal(existsSync(first.socketDirectory), false);

  const second = await start(dataDirectory);
  assert.equal(second.adopted, false);
  assert.deepEqual(await query(second, 'select text from note'), ['grüße 你好']);
});

test('the server takes no TCP connections, and only its owner may enter the folder of its socket', async (t) => {
  const server = await start(dataFolder(t));
  assert.deepEqual(await query(server, 'show listen_addresses'), ['']);
  assert.equal(statSync(server.socketDirectory).mode & 0o777, 0o700);
});

test('the database is UTF-8 with the collation of code points, whatever the locale of the machine', async (t) => {
  const server = await start(dataFolder(t));
  const columns = `pg_encoding_to_char(encoding) || ' ' || datlocprovider::text || ' ' || datlocale`;
  assert.deepEqual(await query(server, `select ${columns} from pg_database where datname = 'postgres'`), [
    'UTF8 b C.UTF-8',
  ]);
  assert.deepEqual(await query(server, 'show timezone'), ['UTC']);
});

test('a server whose Daybook was killed is adopted with its data, and stops', async (t) => {
  const dataDirectory = dataFolder(t);
  const killed = await inAnotherNode(
    `${startIn(dataDirectory)} console.log('up'); setInterval(() => {}, 1000);`,
  );
  assert.equal(killed.line, 'up');
  await killed.kill();
  const pid = pidOf(dataDirectory);
  assert.equal(isAlive(pid), true);

  const server = await start(dataDirectory);
  assert.equal(server.adopted, true);
  assert.deepEqual(await query(server, 'select 1'), [1]);
  assert.equal(pidOf(dataDirectory), pid);
  await server.stop();
  assert.equal(existsSync(join(dataDirectory, 'postmaster.pid')), false);
});

test('a process that has stopped its server ends by itself, and so does one that has not', async (t) => {
  const dataDirectory = dataFolder(t);
  const forgetful = await inAnotherNode(`${startIn(dataDirectory)} console.log('up');`);
  assert.deepEqual(await forgetful.ended, [0, null]);
  const orderly = await inAnotherNode(`${startIn(dataDirectory)} await server.stop(); console.log('down');`);
  assert.deepEqual(await orderly.ended, [0, null]);
});

test('a server that was killed is started anew with what it had committed', async (t) => {
  const dataDirectory = dataFolder(t);
  const settings = { ...QUICK, synchronous_commit: 'on' };
  const first = await startPostgres({ dataDirectory, settings });
  await query(first, 'drop table if exists note');
  await query(first, 'create table note as select 1 as n');
  process.kill(pidOf(dataDirectory), 'SIGKILL');

  const second = await start(dataDirectory);
  assert.equal(second.adopted, false);
  assert.deepEqual(await query(second, 'select n from note'), [1]);
});

test('a start waits for what a killed server still has running, for two servers would ruin the data', async (t) => {
  const dataDirectory = dataFolder(t);
  const killed = await start(dataDirectory);
  const client = new Client(killed.url('postgres', 'postgres'));
  client.on('error', () => {});
  await client.connect();
  const [backend] = (await client.query<[number]>({ text: 'select pg_backend_pid()', rowMode: 'array' }))
    .rows[0] ?? [0];
  t.after(() => isAlive(backend) && process.kill(backend, 'SIGCONT'));
  process.kill(backend, 'SIGSTOP');
  process.kill(pidOf(dataDirectory), 'SIGKILL');

  let waited = false;
  const log = (line: string): void => {
    if (!line.startsWith('Waiting for the processes of a Postgres that was killed')) return;
    waited = true;
    process.kill(backend, 'SIGCONT');
  };
  const server = await startPostgres({ dataDirectory, settings: QUICK, log });
  assert.equal(waited, true);
  assert.deepEqual(await query(server, 'select 1'), [1]);
});

test('pid and lock files left by a crash do not stop the next start, whoever has the number now', async (t) => {
  const dataDirectory = dataFolder(t);
  const { socketDirectory, stop } = await start(dataDirectory);
  await stop();
  const stranger = await inAnotherNode(`console.log('up'); setInterval(() => {}, 1000);`);
  t.after(stranger.kill);
  const lines = (pid: number): string =>
    [pid, dataDirectory, 1_700_000_000, 5432, socketDirectory, '', '1 1', 'ready', ''].join('\n');
  for (const left of ['', 'no number\n', lines(stranger.pid), lines(2 ** 22 + 1)]) {
    writeFileSync(join(dataDirectory, 'postmaster.pid'), left);
    mkdirSync(socketDirectory, { recursive: true });
    writeFileSync(join(socketDirectory, '.s.PGSQL.5432.lock'), lines(stranger.pid));
    const server = await start(dataDirectory);
    assert.equal(server.adopted, false);
    await server.stop();
  }
});

test('a pid file that names the server of another folder leaves that server alone', async (t) => {
  const [original, copy] = [dataFolder(t), dataFolder(t)];
  const server = await start(original);
  await (await start(copy)).stop();
  writeFileSync(join(copy, 'postmaster.pid'), readFileSync(join(original, 'postmaster.pid')));

  const other = await start(copy);
  assert.equal(other.adopted, false);
  assert.notEqual(pidOf(copy), pidOf(original));
  await other.stop();
  assert.deepEqual(await query(server, 'select 1'), [1]);
});

test('a path too long for a socket puts the socket into a private folder elsewhere', async (t) => {
  const dataDirectory = dataFolder(t, { name: `${'long'.repeat(20)}/postgres` });
  const server = await start(dataDirectory);
  assert.equal(server.socketDirectory.startsWith(dataDirectory), false);
  assert.equal(statSync(server.socketDirectory).mode & 0o777, 0o700);
  assert.deepEqual(await query(server, 'select 1'), [1]);
  await server.stop();
  assert.equal(existsSync(server.socketDirectory), false);
});

test('a folder may be called anything', async (t) => {
  const server = await start(dataFolder(t, { name: `a b,"c"%20 'ü' #?&/postgres` }));
  assert.deepEqual(await query(server, 'select 1'), [1]);
});

test('an initdb that was killed leaves nothing that stops the next start', async (t) => {
  const dataDirectory = dataFolder(t, { isNew: true });
  mkdirSync(`${dataDirectory}-new-killed/base`, { recursive: true });
  mkdirSync(dataDirectory);
  const server = await start(dataDirectory);
  assert.deepEqual(await query(server, 'select 1'), [1]);
  assert.equal(existsSync(`${dataDirectory}-new-killed`), false);
});

test('a server that cannot start says why in one line', async (t) => {
  const dataDirectory = dataFolder(t, { comesBack: false });
  await (await start(dataDirectory)).stop();
  const withWrongSetting = startPostgres({ dataDirectory, settings: { ...QUICK, max_connections: 'many' } });
  await assert.rejects(withWrongSetting, (error) => {
    assert.ok(error instanceof StartupError);
    assert.match(
      error.message,
      /^Postgres could not start: invalid value for parameter "max_connections": "many" .*$/,
    );
    return true;
  });
  writeFileSync(join(dataDirectory, 'PG_VERSION'), '12\n');
  await assert.rejects(
    startPostgres({ dataDirectory, settings: QUICK }),
    /initialized by PostgreSQL version 12/,
  );
});

test('a folder of something else is not touched', async (t) => {
  const dataDirectory = dataFolder(t, { isNew: true });
  mkdirSync(dataDirectory);
  writeFileSync(join(dataDirectory, 'thesis.txt'), 'years of work');
  await assert.rejects(startPostgres({ dataDirectory }), /no file PG_VERSION.*move it away/);
  assert.equal(readFileSync(join(dataDirectory, 'thesis.txt'), 'utf8'), 'years of work');
});

test('as root, each way of being somebody else starts the data that another way left', async (t) => {
  if (!isRoot) return t.skip('needs root');
  const dataDirectory = dataFolder(t);
  const folder = dirname(dataDirectory);
  const { postgres } = await postgresBinaries();
  const done: UnprivilegedWay[] = [];
  for (const way of ['namespace', 'capability', 'other-user', 'namespace'] as const) {
    // The first two must manage in a folder that only root may enter; the third cannot, by its nature.
    chmodSync(folder, way === 'other-user' ? 0o755 : 0o700);
    try {
      await unprivilegedCommand(postgres, folder, way);
    } catch (error) {
      if (way === 'capability')
        await assert.rejects(unprivilegedCommand('/bin/true', '/', way), 'it works elsewhere');
      t.diagnostic(`not on this machine: ${way}: ${(error as Error).message}`);
      continue;
    }
    const server = await startPostgres({ dataDirectory, settings: QUICK, way });
    if (done.length === 0) {
      await query(server, 'drop table if exists note');
      await query(server, 'create table note (n int)');
    }
    await query(server, 'insert into note values (1)');
    done.push(way);
    assert.equal((await query(server, 'select n from note')).length, done.length);
    await server.stop();
  }
  t.diagnostic(`ran as: ${done.join(', ')}`);
  assert.notDeepEqual(done, []);
});

test('as root, data is created and started in a folder that only root may enter', async (t) => {
  if (!isRoot) return t.skip('needs root');
  const dataDirectory = dataFolder(t, { isNew: true });
  chmodSync(dirname(dataDirectory), 0o700);
  assert.deepEqual(await query(await start(dataDirectory), 'select 1'), [1]);
});
