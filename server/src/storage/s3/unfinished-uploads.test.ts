import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { Storage } from '../storage.ts';
import { CSV_KEY, folderStorageFixture, JSON_KEY, OTHER_KEY } from '../folder/folder-storage-for-tests.ts';

const CSV = 'text/csv; charset=utf-8';
const LONGEST_KEY = `stores/s/reports/${'c'.repeat(90)}/${'r'.repeat(88)}.csv`;

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  return (await pagesOf(pages)).flat();
}

async function pagesOf<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read: Page[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

/** Begins an upload and lets it hang; resolves once it can be seen. */
async function begin(storage: Storage, key: string, signal = new AbortController().signal) {
  const before = (await all(storage.unfinished())).length;
  const body = new PassThrough();
  const stored = storage.put(key, body, { contentType: CSV, signal });
  body.write('half');
  while ((await all(storage.unfinished())).length === before);
  return { key, body, stored };
}

test('every object is listed, in byte order, in pages, with what strayed in and without what is not whole', async (t) => {
  const { storage, put, directory } = await folderStorageFixture(t);
  assert.deepEqual(await all(storage.keys()), [], 'before anything was stored');
  for (const key of [OTHER_KEY, JSON_KEY, CSV_KEY, LONGEST_KEY]) await put(key, 'x');
  for (const store of ['a', 'a-b', 'a_b', 'ab', 'Z']) await put(`stores/${store}/reports/1-c/r.csv`, 'x');
  const stopping = new AbortController();
  const { stored } = await begin(storage, CSV_KEY.replace('.csv', '_2.csv'), stopping.signal);
  await writeFile(join(directory, 'stores/ﬀ 😀'), '');
  await writeFile(join(directory, 'stores/😀'), '');
  const many = join(directory, 'stores/many');
  await mkdir(many);
  for (let i = 0; i < 2_500; i += 1) await writeFile(join(many, String(i)), '');

  const pages = await pagesOf(storage.keys());
  assert.ok(pages.length > 1 && pages.every((page) => page.length > 0 && page.length <= 1_000));
  const keys = pages.flat();
  const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  assert.deepEqual(keys, inOrder);
  assert.equal(keys.length, 2_500 + 4 + 5 + 2);
  assert.deepEqual(
    keys.filter((key) => key.includes('/reports/1-c/')).map((key) => key.split('/')[1]),
    ['Z', 'a-b', 'a', 'a_b', 'ab'],
  );
  stopping.abort();
  await assert.rejects(stored);
});

test('an upload can be found and ended by another process; then its bytes are gone and its put fails', async (t) => {
  const { storage, at, directory } = await folderStorageFixture(t);
  const other = at('http://127.0.0.1:8081');
  assert.deepEqual(await all(other.unfinished()), [], 'before anything was stored');
  const bodies = [];
  for (const key of [CSV_KEY, CSV_KEY, LONGEST_KEY]) bodies.push(await begin(storage, key));
  await writeFile(join(directory, '.incoming', 'not-an-upload'), '');

  const found = await all(other.unfinished());
  assert.deepEqual(found.map(({ key }) => key).toSorted(), bodies.map(({ key }) => key).toSorted());
  assert.equal(new Set(found.map(({ uploadId }) => uploadId)).size, 3);
  for (const upload of found) await other.abandon(upload);
  for (const upload of found) await other.abandon(upload);
  assert.deepEqual(await all(other.unfinished()), []);
  assert.deepEqual(await readdir(join(directory, '.incoming')), ['not-an-upload']);
  for (const { body, stored } of bodies) {
    body.end('the other half');
    await assert.rejects(stored, { code: 'ENOENT' });
  }
  assert.deepEqual(await all(storage.keys()), []);
});

test('an upload is ended only under its own key', async (t) => {
  const { storage } = await folderStorageFixture(t);
  const { body, stored } = await begin(storage, CSV_KEY);
  const [upload] = await all(storage.unfinished());
  assert.ok(upload);
  await assert.rejects(storage.abandon({ ...upload, key: JSON_KEY }), TypeError);
  body.end();
  await stored;
  await storage.abandon(upload);
  assert.deepEqual(await all(storage.keys()), [CSV_KEY], 'one that has ended well meanwhile stays');
});
