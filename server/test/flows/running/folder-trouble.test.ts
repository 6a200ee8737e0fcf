import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endProcesses, isPostgresRunning, startProcess } from '../../support/servers/start-process.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const run = promisify(execFile);
const READY = 'Daybook is ready';

let folder: string;
/** The data folder of a Daybook that was stopped in order. */
let whole: string;
const startOn = (data: string, settings: Record<string, string> = {}) =>
  startProcess(['start'], { DAYBOOK_DATA_DIR: data, DAYBOOK_DEMO: '0', PORT: '0', ...settings });

before(async () => {
  await mkdir(TEMPORARY, { recursive: true });
  folder = await mkdtemp(join(TEMPORARY, 'trouble-'));
  whole = join(folder, 'whole');
  const server = startOn(whole);
  await server.until(READY);
  server.child.kill('SIGTERM');
  await server.ended();
});
afterEach(endProcesses);
after(() => rm(folder, { recursive: true, force: true }));

describe('a start on a data folder that lost a part says in one line what to do, and loses nothing more', () => {
  async function refused(damage: (data: string) => Promise<unknown>, expected: RegExp): Promise<string> {
    const data = await mkdtemp(join(folder, 'damaged-'));
    await cp(whole, data, { recursive: true });
    await damage(data);
    const server = startOn(data);
    assert.equal(await server.ended(), 1);
    assert.equal(server.printed().trim().split('\n').length, 1, server.printed());
    assert.match(server.printed(), expected);
    assert.equal(await isPostgresRunning(data), false);
    return data;
  }

  it('the key of the sealed secrets: no other one is made in its place', async () => {
    const data = await refused((at) => rm(join(at, 'secrets-key')), /secrets-key is missing.*backup.*SECRETS_KEY/); // prettier-ignore
    await assert.rejects(readFile(join(data, 'secrets-key')), { code: 'ENOENT' });
    const key = (await readFile(join(whole, 'secrets-key'), 'utf8')).trim();
    const mended = startOn(data, { SECRETS_KEY: key });
    await mended.until(READY);
  });

  it('an empty file where the key was', async () => {
    await refused((at) => writeFile(join(at, 'secrets-key'), ''), /secrets-key does not hold 32 bytes/);
  });

  it('PG_VERSION, without which the data looks like somebody else’s', async () => {
    await refused(
      (at) => rm(join(at, 'postgres', 'PG_VERSION')),
      /no file PG_VERSION.*restore the whole folder/,
    );
  });

  it('the control file', async () => {
    await refused((at) => rm(join(at, 'postgres', 'global', 'pg_control')), /missing or damaged: restore the whole folder/); // prettier-ignore
  });

  it('the databases themselves', async () => {
    await refused((at) => rm(join(at, 'postgres', 'base'), { recursive: true }), /not whole.*restore the whole folder/); // prettier-ignore
  });
});

describe('a disk without space', { skip: !mayMount() && 'only root may mount a small one' }, () => {
  let disk: string;
  before(async () => {
    disk = join(folder, 'disk');
    await mkdir(disk);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=0755', 'daybook-test', disk]);
  });
  after(async () => void (disk && (await run('umount', ['-l', disk]))));

  it('for a new database: one line says so, and a start with more room begins anew', async () => {
    const data = join(disk, 'new');
    const server = startOn(data);
    assert.equal(await server.ended(), 1);
    assert.match(
      server.printed(),
      /^Postgres could not create its data: .*No space left on device: make room.*\n$/,
    );
    await run('mount', ['-o', 'remount,size=400m', disk]);
    const again = startOn(data);
    await again.until(READY);
    again.child.kill('SIGTERM');
    await again.ended();
  });

  it('for the data that is there: one line names the folder, nothing is left in the way, and with room it starts again', async () => {
    const data = join(disk, 'present');
    await cp(whole, data, { recursive: true });
    const { bsize, blocks, bfree } = await statfs(disk);
    const usedKib = Math.ceil(((blocks - bfree) * bsize) / 1_024);
    await run('mount', ['-o', `remount,size=${usedKib}k`, disk]);
    const server = startOn(data);
    assert.equal(await server.ended(), 1);
    assert.match(server.printed(), /^(There is no space left on the disk of .*present: make room|Postgres .*No space left.*make room).*\n$/); // prettier-ignore
    await run('mount', ['-o', 'remount,size=400m', disk]);
    const again = startOn(data);
    await again.until(READY);
  });
});

describe('a start that was killed in its first moment', () => {
  it('does not hold up the next one', async () => {
    const data = join(folder, 'begun');
    await cp(whole, data, { recursive: true });
    await mkdir(join(data, 'starting'));
    const server = startOn(data);
    await server.until(READY);
    assert.doesNotMatch(server.printed(), /Another process/);
  });
});

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const at = mkdtempSync(join(tmpdir(), 'daybook-mount-'));
  const may = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'daybook-test', at]).status === 0;
  if (may) spawnSync('umount', [at]);
  rmdirSync(at);
  return may;
}
