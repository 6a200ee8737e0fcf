import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readlink, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { CSV_KEY, JSON_KEY, folderStorageFixture, textOf } from './folder-storage-for-tests.ts';

const TEN = '0123456789';

/** How many files below the folder this process has open. */
async function openFilesBelow(directory: string): Promise<number> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(directory)).length;
}
const onLinux = { skip: process.platform === 'linux' ? false : 'counts open files through /proc' };

test('an object comes with the headers that make a browser save it and nothing keep it', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  for (const [key, contentType] of [
    [CSV_KEY, 'text/csv; charset=utf-8'],
    [JSON_KEY, 'application/json'],
  ] as const) {
    // prettier-ignore
    await put(key, TEN);
    const answer = await get(await presigned(key));
    assert.equal(answer.status, 200);
    const { ETag: etag = '', 'Last-Modified': lastModified = '', ...headers } = answer.headers;
    assert.deepEqual(headers, {
      'Content-Type': contentType,
      'Content-Length': '10',
      'Content-Disposition': 'attachment; filename="report.csv"',
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    assert.ok(Math.abs(Date.parse(lastModified) - Date.now()) < 60_000);
    assert.equal(await textOf(answer), TEN);
    const again = await get(await presigned(key));
    assert.equal(again.headers['ETag'], etag);
    await textOf(again);
  }
});

test('a range gives its bytes with 206, one behind the end 416, anything else the whole', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  await put(CSV_KEY, TEN);
  const url = await presigned(CSV_KEY);
  const table: [string, number, string | undefined, string][] = [
    ['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
    ['bytes=4-', 206, 'bytes 4-9/10', '456789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=9-99', 206, 'bytes 9-9/10', '9'],
    ['bytes=0-', 206, 'bytes 0-9/10', TEN],
    ['bytes=-99', 206, 'bytes 0-9/10', TEN],
    ['bytes=10-', 416, 'bytes */10', '416'],
    ['bytes=-0', 416, 'bytes */10', '416'],
    ['bytes=5-4', 200, undefined, TEN],
    ['bytes=0-1,4-5', 200, undefined, TEN],
    ['rows=0-1', 200, undefined, TEN],
  ];
  for (const [range, status, contentRange, text] of table) {
    const answer = await get(url, range);
    assert.equal(answer.status, status, range);
    assert.equal(answer.headers['Content-Range'], contentRange, range);
    if (status !== 416) assert.equal(answer.headers['Content-Length'], String(text.length), range);
    assert.equal(await textOf(answer), text, range);
  }
});

test('a download that was cut off goes on where it stopped, with the same ETag', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  const text = TEN.repeat(100_000);
  await put(CSV_KEY, text);
  const first = await get(await presigned(CSV_KEY), 'bytes=0-399999');
  const rest = await get(await presigned(CSV_KEY), 'bytes=400000-');
  assert.equal(first.headers['ETag'], rest.headers['ETag']);
  assert.equal((await textOf(first)) + (await textOf(rest)), text);
});

test('an empty object is served as nothing', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  await put(CSV_KEY, '');
  const answer = await get(await presigned(CSV_KEY));
  assert.equal(answer.headers['Content-Length'], '0');
  assert.equal(await textOf(answer), '');
});

test('a file deleted while it is read is read to its end', async (t) => {
  const { storage, put, presigned, get } = await folderStorageFixture(t);
  const text = TEN.repeat(300_000);
  await put(CSV_KEY, text);
  const answer = await get(await presigned(CSV_KEY));
  await storage.delete([CSV_KEY]);
  assert.equal(await textOf(answer), text);
  assert.equal((await get(await presigned(CSV_KEY))).status, 404);
});

test('the file is closed however the answer ends', onLinux, async (t) => {
  const { directory, storage, put, presigned, get } = await folderStorageFixture(t);
  await put(CSV_KEY, TEN.repeat(300_000));
  const url = await presigned(CSV_KEY);

  await textOf(await get(url));
  await textOf(await get(url, 'bytes=5-6'));
  await get(url, 'bytes=99999999-');
  await storage.open({ method: 'HEAD', pathAndQuery: url, range: undefined });

  for (const reason of [undefined, new Error('the client hung up')]) {
    const answer = await get(url);
    assert.ok('body' in answer && answer.body);
    assert.equal(await openFilesBelow(directory), 1);
    await once(answer.body, 'readable');
    answer.body.on('error', () => undefined);
    answer.body.destroy(reason);
    await new Promise((resolve) => answer.body?.once('close', resolve));
    assert.equal(await openFilesBelow(directory), 0);
  }
  const unread = await get(url);
  assert.ok('body' in unread && unread.body);
  unread.body.destroy();
  await once(unread.body, 'close');
  assert.equal(await openFilesBelow(directory), 0);
});

test('a folder, a link or a path through a file is no object', async (t) => {
  const { directory, put, presigned, get } = await folderStorageFixture(t);
  await put(JSON_KEY, TEN);
  const outside = join(dirname(directory), 'outside.csv');
  await writeFile(outside, 'precious');
  const path = join(directory, CSV_KEY);

  await symlink(outside, path);
  assert.equal((await get(await presigned(CSV_KEY))).status, 404, 'a link');
  await rename(path, `${path}.away`);
  await mkdir(path);
  assert.equal((await get(await presigned(CSV_KEY))).status, 404, 'a folder');
  await writeFile(join(directory, 'stores/shp_9'), '');
  assert.equal((await get(await presigned('stores/shp_9/reports/b/c.csv'))).status, 404, 'through a file');
});

test('no refusal tells where or how objects are kept', async (t) => {
  const { directory, storage, put, presigned, get, clock } = await folderStorageFixture(t);
  await put(CSV_KEY, TEN);
  const url = await presigned(CSV_KEY);
  const refusals = [await get(`${url}0`), await get(url, 'bytes=10-')];
  await storage.delete([CSV_KEY]);
  refusals.push(await get(url));
  clock.now += 300_000;
  refusals.push(await get(url));
  assert.deepEqual(
    refusals.map(({ status }) => status),
    [403, 416, 404, 403],
  );
  for (const refusal of refusals) {
    assert.ok('message' in refusal);
    assert.match(refusal.message, /^[^.]+\.$/, 'one sentence');
    assert.ok(!JSON.stringify(refusal).includes(directory));
    assert.doesNotMatch(refusal.message, /ENOENT|stores\/|objects|folder|disk|signature/i);
  }
});
