import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { CSV_KEY, JSON_KEY, OTHER_KEY, folderStorageFixture } from './folder-storage-for-tests.ts';

const CSV = 'text/csv; charset=utf-8';
const options = (signal = new AbortController().signal) => ({ contentType: CSV, signal });

const CHUNK_BYTES = 65_536;

/** `count` chunks, no two alike; `onChunk` hears each one before it is handed out. */
function bigSource(count: number, onChunk: (chunk: Buffer) => void): Readable {
  let produced = 0;
  return new Readable({
    read() {
      if (produced === count) return void this.push(null);
      const chunk = Buffer.alloc(CHUNK_BYTES, `${produced},`);
      produced += 1;
      onChunk(chunk);
      this.push(chunk);
    },
  });
}

test('an object is stored whole under its key, readable by its owner only', async (t) => {
  const { storage, directory, tree } = await folderStorageFixture(t);
  const stored = await storage.put(
    CSV_KEY,
    Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2')]),
    options(),
  );
  assert.deepEqual(stored, { sizeBytes: 7 });
  assert.equal(await readFile(join(directory, CSV_KEY), 'utf8'), 'a,b\n1,2');
  for (const path of ['', ...(await tree())]) {
    const { mode } = await stat(join(directory, path));
    assert.equal((mode & 0o777).toString(8), path === CSV_KEY ? '600' : '700', path);
  }
  assert.deepEqual(await readdir(join(directory, '.incoming')), []);
});

test('a big stream arrives byte for byte', async (t) => {
  const { storage, directory } = await folderStorageFixture(t);
  const hash = createHash('sha256');
  const body = bigSource(1_024, (chunk) => hash.update(chunk));
  assert.deepEqual(await storage.put(CSV_KEY, body, options()), { sizeBytes: 1_024 * CHUNK_BYTES });
  const bytes = await readFile(join(directory, CSV_KEY));
  assert.equal(createHash('sha256').update(bytes).digest('hex'), hash.digest('hex'));
});

test('a source that is faster than the disk waits for it', async (t) => {
  const { storage, directory } = await folderStorageFixture(t);
  const incoming = join(directory, '.incoming');
  await storage.check();
  let produced = 0;
  let mostInMemory = 0;
  const body = bigSource(256, () => {
    produced += 1;
    const [name] = readdirSync(incoming);
    const written = name === undefined ? 0 : statSync(join(incoming, name)).size;
    mostInMemory = Math.max(mostInMemory, produced - written / CHUNK_BYTES);
  });
  await storage.put(CSV_KEY, body, options());
  assert.ok(mostInMemory <= 8, `${mostInMemory} chunks were in memory`);
});

test('nobody sees an object before it is whole', async (t) => {
  const { storage, directory } = await folderStorageFixture(t);
  const body = new PassThrough();
  const stored = storage.put(CSV_KEY, body, options());
  await new Promise((resolve) => body.write('the first half', resolve));
  assert.equal(existsSync(join(directory, CSV_KEY)), false);
  body.end(', the second half');
  await stored;
  assert.equal(await readFile(join(directory, CSV_KEY), 'utf8'), 'the first half, the second half');
});

test('a source that fails leaves nothing behind', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  async function* failing(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(1_000_000);
    throw new Error('the database went away');
  }
  await assert.rejects(storage.put(CSV_KEY, Readable.from(failing()), options()), /the database went away/);
  assert.deepEqual(await tree(), ['.incoming']);
});

test('a source that fails before the file is open leaves nothing behind', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  const body = new PassThrough();
  const stored = storage.put(CSV_KEY, body, options());
  body.destroy(new Error('too early'));
  await assert.rejects(stored, /too early/);
  assert.deepEqual(await tree(), ['.incoming']);
});

test('an abort in the middle leaves nothing behind and destroys the source', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  const controller = new AbortController();
  const body = new PassThrough();
  const stored = storage.put(CSV_KEY, body, options(controller.signal));
  await new Promise((resolve) => body.write(Buffer.alloc(200_000), resolve));
  controller.abort();
  await assert.rejects(stored, { name: 'AbortError' });
  assert.ok(body.destroyed);
  assert.deepEqual(await tree(), ['.incoming']);
});

test('an abort that came before the start leaves nothing behind and destroys the source', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  const body = new PassThrough();
  await assert.rejects(storage.put(CSV_KEY, body, options(AbortSignal.abort())), { name: 'AbortError' });
  assert.ok(body.destroyed);
  assert.deepEqual(await tree(), ['.incoming']);
});

test('a folder that cannot be written fails put and check, and the source is destroyed', async (t) => {
  const { storage, directory } = await folderStorageFixture(t);
  await writeFile(directory, 'a file where the folder should be');
  const body = new PassThrough();
  await assert.rejects(storage.put(CSV_KEY, body, options()), { code: /ENOTDIR|EEXIST/ });
  assert.ok(body.destroyed);
  await assert.rejects(storage.check(), { code: /ENOTDIR|EEXIST/ });
});

test('check passes where objects can be written, and leaves no trace', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  await storage.check();
  assert.deepEqual(await tree(), ['.incoming']);
});

test('delete removes objects and the folders they leave empty, and nothing else', async (t) => {
  const { storage, put, tree } = await folderStorageFixture(t);
  for (const key of [CSV_KEY, JSON_KEY, OTHER_KEY]) await put(key, 'x');
  await storage.delete([CSV_KEY]);
  assert.ok((await tree()).includes(JSON_KEY));
  await storage.delete([CSV_KEY, JSON_KEY]);
  const parts = OTHER_KEY.split('/');
  const left = parts.map((_part, i) => parts.slice(0, i + 1).join('/'));
  assert.deepEqual(await tree(), ['.incoming', ...left]);
  await storage.delete([OTHER_KEY]);
  assert.deepEqual(await tree(), ['.incoming']);
  await storage.delete([OTHER_KEY, CSV_KEY]);
});

test('an object is stored though its folder, still empty, is being tidied away', async (t) => {
  const { storage, directory, put } = await folderStorageFixture(t);
  for (let round = 0; round < 50; round += 1) {
    let stored = false;
    const tidying = (async () => {
      while (!stored) await storage.delete([JSON_KEY]);
    })();
    await put(CSV_KEY, `round ${round}`).finally(() => (stored = true));
    await tidying;
    assert.equal(await readFile(join(directory, CSV_KEY), 'utf8'), `round ${round}`);
    await storage.delete([CSV_KEY]);
  }
});

test('delete keeps the folder itself, where nothing was ever stored too', async (t) => {
  const { storage, directory, tree } = await folderStorageFixture(t);
  await storage.delete([CSV_KEY]);
  await mkdir(directory);
  await storage.delete([CSV_KEY]);
  assert.deepEqual(await tree(), []);
});

const notAsRoot = { skip: process.getuid?.() === 0 ? 'root may read every folder' : false };
test('an object that could not be made durable is taken back', notAsRoot, async (t) => {
  const { storage, directory, tree } = await folderStorageFixture(t);
  const unreadable = join(directory, 'stores');
  await mkdir(directory);
  await mkdir(unreadable, { mode: 0o300 });
  await assert.rejects(storage.put(CSV_KEY, Readable.from(['x']), options()), { code: 'EACCES' });
  await chmod(unreadable, 0o700).catch(() => undefined);
  assert.deepEqual(
    (await tree()).filter((path) => path.endsWith('.csv')),
    [],
  );
});

test('a key of any other form is refused by every function and touches nothing', async (t) => {
  const { storage, directory, put } = await folderStorageFixture(t);
  await put(OTHER_KEY, 'x');
  const outside = join(dirname(directory), 'outside.csv');
  await writeFile(outside, 'precious');
  await mkdir(join(directory, 'stores/a/reports/b'), { recursive: true });
  const attacks = [
    '',
    '/',
    '../outside.csv',
    `../${OTHER_KEY}`,
    `/${OTHER_KEY}`,
    `x/${OTHER_KEY}`,
    'stores/../../outside.csv',
    'stores/a/reports/b/../../../../../outside.csv',
    'stores/a/reports/../rpt.csv',
    'stores/a/reports/./rpt.csv',
    'stores/a/reports//rpt.csv',
    'stores//reports/b/rpt.csv',
    'stores/a/reports/b/%2e%2e%2foutside.csv',
    'stores/a/reports/b/..%2Foutside.csv',
    'stores/a/reports/b/..\\outside.csv',
    'stores\\a\\reports\\b\\rpt.csv',
    'stores/a/reports/b/rpt\0.csv',
    'stores/a/reports/b/rpt.csv\0',
    'stores/a/reports/b/rpt.csv\n',
    'stores/a/reports/b/rpt.csv/',
    'stores/a/reports/b/.csv',
    'stores/a/reports/b/rpt.html',
    'stores/a/reports/b/rpt.CSV',
    'stores/a/reports/b/rpt',
    'stores/a/reports/b/c/rpt.csv',
    'stores/a/reports/rpt.csv',
    'stores/é/reports/b/rpt.csv',
    `stores/a/reports/b/${'x'.repeat(129)}.csv`,
    `stores/a/reports/${'x'.repeat(100)}/${'x'.repeat(100)}.csv`,
    '.incoming/rpt.csv',
    outside,
    `file://${outside}`,
  ];
  for (const key of attacks) {
    const body = new PassThrough();
    await assert.rejects(storage.put(key, body, options()), TypeError, key);
    assert.ok(body.destroyed, key);
    await assert.rejects(storage.presign(key, { fileName: 'a.csv', expiresInSeconds: 300 }), TypeError, key);
    await assert.rejects(storage.delete([OTHER_KEY, key]), TypeError, key);
    await assert.rejects(storage.abandon({ key, uploadId: key }), TypeError, key);
    await assert.rejects(storage.abandon({ key: OTHER_KEY, uploadId: key }), TypeError, key);
  }
  assert.equal(await readFile(outside, 'utf8'), 'precious');
  assert.equal(await readFile(join(directory, OTHER_KEY), 'utf8'), 'x');
});

test('a content type that the extension does not stand for is refused', async (t) => {
  const { storage, tree } = await folderStorageFixture(t);
  await storage.check();
  await assert.rejects(storage.put(JSON_KEY, Readable.from(['{}']), options()), TypeError);
  assert.deepEqual(await tree(), ['.incoming']);
});
