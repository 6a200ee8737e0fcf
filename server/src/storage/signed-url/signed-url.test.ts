import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BASE_URL,
  CREDENTIALS,
  CSV_KEY,
  JSON_KEY,
  OTHER_KEY,
  START,
  folderStorageFixture,
  textOf,
} from '../folder/folder-storage-for-tests.ts';
import { presignedQuery } from './presigned-query.ts';

const FORBIDDEN = { status: 403, code: 'FORBIDDEN' };

/** Only what callers may rely on: status and code. */
const outcome = (answer: { status: number; code?: string }) => ({ status: answer.status, code: answer.code });

test('a pre-signed URL has the form of one from S3 and serves the object', async (t) => {
  const { storage, put, get } = await folderStorageFixture(t);
  await put(CSV_KEY, 'a,b\n1,2');
  const url = await storage.presign(CSV_KEY, { fileName: 'payouts_2026-10.csv', expiresInSeconds: 300 });
  const form =
    /^http:\/\/127\.0\.0\.1:8080\/objects\/stores\/shp_1\/reports\/1-Zm9vYmFy\/rpt_1\.csv\?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=daybook%2F20261122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T183000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host&response-content-disposition=attachment%3B%20filename%3D%22payouts_2026-10\.csv%22&X-Amz-Signature=[0-9a-f]{64}$/;
  assert.match(url, form);
  assert.equal(await textOf(await get(url.slice(BASE_URL.length))), 'a,b\n1,2');
});

test('each piece of the URL that is changed, taken away, added or doubled makes it forbidden', async (t) => {
  const { put, presigned, get, clock } = await folderStorageFixture(t);
  for (const key of [CSV_KEY, JSON_KEY, OTHER_KEY]) await put(key, 'x');
  const url = await presigned(CSV_KEY);
  const [path = '', query = ''] = url.split('?');
  const pieces = query.split('&');
  assert.equal(pieces.length, 7);

  const altered = new Map<string, string>();
  pieces.forEach((piece, i) => {
    const [name = '', value = ''] = piece.split('=');
    const swap = (...replacement: string[]): string =>
      `${path}?${pieces.toSpliced(i, 1, ...replacement).join('&')}`;
    const flipped = value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');
    altered.set(`${name} with its last character changed`, swap(`${name}=${flipped}`));
    altered.set(`${name} longer`, swap(`${piece}0`));
    altered.set(`${name} shorter`, swap(piece.slice(0, -1)));
    altered.set(`${name} empty`, swap(`${name}=`));
    altered.set(`${name} without a value`, swap(name));
    altered.set(`${name} taken away`, swap());
    altered.set(`${name} in lower case`, swap(piece.toLowerCase()));
    altered.set(`${name} in upper case`, swap(piece.toUpperCase()));
    altered.set(`${name} doubled`, `${url}&${piece}`);
    altered.set(`${name} doubled with another value`, `${url}&${name}=${flipped}`);
    altered.set(`${name} preceded by another value`, `${path}?${name}=${flipped}&${query}`);
    altered.set(`${name} as an array`, `${url}&${name}[]=${value}`);
  });
  // Lower or upper case leaves some pieces as they are, or changes only the case of %2F.
  const normal = (text: string): string => text.replace(/%../g, (code) => code.toUpperCase());
  for (const [name, text] of altered) if (normal(text) === url) altered.delete(name);

  const replace = (from: string, to: string): string => {
    assert.ok(url.includes(from), from);
    return url.replace(from, to);
  };
  altered.set('no query', path).set('an empty query', `${path}?`);
  altered.set('another parameter', `${url}&versionId=1`);
  altered.set('another parameter that aws4 does not see', `${url}&__proto__=1`);
  altered.set('a nameless parameter', `${url}&=1`).set('an empty parameter', `${url}&`);
  altered.set('a second question mark', `${path}??${query}`);
  altered.set('another response header', `${url}&response-content-type=text%2Fhtml`);
  altered.set('another file name', replace('report.csv', 'report.exe'));
  altered.set('inline', replace('attachment', 'inline'));
  altered.set('the expiry raised', replace('X-Amz-Expires=300', 'X-Amz-Expires=301'));
  altered.set('the expiry lowered', replace('X-Amz-Expires=300', 'X-Amz-Expires=299'));
  altered.set('the expiry written otherwise', replace('X-Amz-Expires=300', 'X-Amz-Expires=0300'));
  altered.set('the date moved', replace('20261122T183000Z', '20261122T183001Z'));
  altered.set('the day moved everywhere', url.replaceAll('20261122', '20261123'));
  altered.set('a date that does not exist', replace('20261122T183000Z', '20261322T183000Z'));
  altered.set('another access key', replace('daybook%2F', 'someone%2F'));
  altered.set('another region', replace('us-east-1', 'eu-west-1'));
  altered.set('another service', replace('%2Fs3%2F', '%2Fec2%2F'));
  altered.set('another algorithm', replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'));
  altered.set('more signed headers', replace('SignedHeaders=host', 'SignedHeaders=host%3Brange'));
  altered.set('signed by nobody', replace(/[0-9a-f]{64}$/.exec(url)?.[0] ?? '?', '0'.repeat(64)));

  for (const [name, text] of altered)
    assert.deepEqual(outcome(await get(text)), FORBIDDEN, `${name}: ${text}`);
  // Altering is found out before expiry is: an old URL says nothing about whether it was ever good.
  clock.now += 86_400_000;
  const messages = new Set<string>();
  for (const text of altered.values()) messages.add(JSON.stringify(await get(text)));
  assert.equal(messages.size, 1);
  assert.equal(altered.size > 90, true, `${altered.size} alterations`);
});

test('the same parameters in another order or encoding are the same URL, as at S3', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const url = await presigned(CSV_KEY);
  const [path = '', query = ''] = url.split('?');
  const otherwise = [
    `${path}?${query.split('&').reverse().join('&')}`,
    url.replaceAll('%20', '+'),
    url.replaceAll('%2F', '/'),
    url.replaceAll('%3B', '%3b'),
    url.replace('Algorithm', '%41lgorithm'),
  ];
  for (const text of otherwise) {
    assert.notEqual(text, url);
    assert.equal(await textOf(await get(text)), 'x', text);
  }
});

test('a URL works for its own object only', async (t) => {
  const { put, presigned, get } = await folderStorageFixture(t);
  for (const key of [CSV_KEY, JSON_KEY, OTHER_KEY]) await put(key, 'x');
  const url = await presigned(CSV_KEY);
  const targets = [
    `/objects/${JSON_KEY}`,
    `/objects/${OTHER_KEY}`,
    `/objects/stores/shp_1/reports/1-Zm9vYmFy/../../../../${OTHER_KEY}`,
    `/objects//${CSV_KEY}`,
    `/objects/./${CSV_KEY}`,
    `/objects/${CSV_KEY}/`,
    `/objects/${CSV_KEY}%00`,
    `/objects/${CSV_KEY}\0`,
    `/objects/${CSV_KEY.replaceAll('/', '%2F')}`,
    `/objects/${CSV_KEY.replaceAll('/', '\\')}`,
    `/objects/${CSV_KEY.replace('rpt_1', '%72pt_1')}`,
    '/objects/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/objects/../../etc/passwd',
    '/objects/.incoming/x.csv',
    '/objects/',
    '/objects',
    `/${CSV_KEY}`,
    `/OBJECTS/${CSV_KEY}`,
    `${BASE_URL}/objects/${CSV_KEY}`,
    '',
  ];
  for (const target of targets) {
    const moved = target + url.slice(url.indexOf('?'));
    assert.deepEqual(outcome(await get(moved)), FORBIDDEN, target);
  }
});

test('a URL is bound to the configured address, whatever the way it came', async (t) => {
  const { put, presigned, at } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const request = { method: 'GET', pathAndQuery: await presigned(CSV_KEY), range: undefined } as const;
  for (const other of [
    'http://127.0.0.1:8081',
    'http://127.0.0.1',
    'http://localhost:8080',
    `${BASE_URL}/daybook`,
  ]) {
    assert.deepEqual(outcome(await at(other).open(request)), FORBIDDEN, other);
  }
  assert.equal((await at(`${BASE_URL}/`).open({ ...request, method: 'HEAD' })).status, 403);
  assert.equal(await textOf(await at(`${BASE_URL}/`).open(request)), 'x');
});

test('a server published under a path serves its URLs whether or not the proxy takes the path off', async (t) => {
  const { put, at } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const published = at('https://reports.example.com/daybook/');
  const url = await published.presign(CSV_KEY, { fileName: 'a.csv', expiresInSeconds: 300 });
  const pathAndQuery = url.slice('https://reports.example.com'.length);
  assert.ok(pathAndQuery.startsWith(`/daybook/objects/${CSV_KEY}?`));
  for (const seen of [pathAndQuery, pathAndQuery.slice('/daybook'.length)]) {
    assert.equal(
      await textOf(await published.open({ method: 'GET', pathAndQuery: seen, range: undefined })),
      'x',
    );
  }
});

test('a URL lives 300 seconds and then says where to get a new one', async (t) => {
  const { put, presigned, get, clock } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const url = await presigned(CSV_KEY);
  const signedAt = Math.floor(START / 1000) * 1000;
  for (const now of [START + 299_000, signedAt + 299_999, signedAt - 15 * 60_000]) {
    clock.now = now;
    assert.equal(await textOf(await get(url)), 'x', `${now - signedAt} ms`);
  }
  clock.now = signedAt + 300_000;
  const expired = await get(url);
  assert.deepEqual(outcome(expired), FORBIDDEN);
  assert.match('message' in expired ? expired.message : '', /expired; call the download endpoint/);
  clock.now = signedAt - 15 * 60_000 - 1;
  assert.deepEqual(outcome(await get(url)), FORBIDDEN, 'from the future');
});

test('a URL of a deleted object is 404 while it lives and 403 after', async (t) => {
  const { storage, put, presigned, get, clock } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const url = await presigned(CSV_KEY);
  await storage.delete([CSV_KEY]);
  assert.deepEqual(outcome(await get(url)), { status: 404, code: 'NOT_FOUND' });
  clock.now += 300_000;
  assert.deepEqual(outcome(await get(url)), FORBIDDEN);
});

test('HEAD is answered at a URL signed for HEAD, and never at one signed for GET', async (t) => {
  const { storage, put, presigned } = await folderStorageFixture(t);
  await put(CSV_KEY, '0123456789');
  const head = (pathAndQuery: string) => storage.open({ method: 'HEAD', pathAndQuery, range: 'bytes=1-2' });
  assert.deepEqual(outcome(await head(await presigned(CSV_KEY))), FORBIDDEN);

  const path = `/objects/${CSV_KEY}`;
  const parameters = { 'response-content-disposition': 'attachment; filename="a.csv"' };
  const signed = { host: '127.0.0.1:8080', path, amzDate: '20261122T183000Z', expires: '300', parameters };
  const answer = await head(`${path}?${presignedQuery({ method: 'HEAD', ...signed }, CREDENTIALS)}`);
  assert.ok('body' in answer && answer.status === 200);
  assert.equal(answer.body, null);
  assert.equal(answer.headers['Content-Length'], '10');
});

test('a date or an expiry that S3 would not take is forbidden, even under a right signature', async (t) => {
  const { put, get } = await folderStorageFixture(t);
  await put(CSV_KEY, 'x');
  const path = `/objects/${CSV_KEY}`;
  const parameters = { 'response-content-disposition': 'attachment; filename="a.csv"' };
  const signed = (amzDate: string, expires: string): string =>
    `${path}?${presignedQuery({ method: 'GET', host: '127.0.0.1:8080', path, amzDate, expires, parameters }, CREDENTIALS)}`;
  assert.equal(await textOf(await get(signed('20261122T183000Z', '604800'))), 'x');
  for (const expires of ['0', '-1', '604801', '9999999', '300.5', '3e2', '0300', ' 300']) {
    assert.deepEqual(outcome(await get(signed('20261122T183000Z', expires))), FORBIDDEN, expires);
  }
  for (const amzDate of ['20261122', '2026-11-22T18:30:00Z', '20261131T183000Z', '20261122T183000', 'x']) {
    assert.deepEqual(outcome(await get(signed(amzDate, '604800'))), FORBIDDEN, amzDate);
  }
});

test('a file name or a life time that could not be honoured is refused', async (t) => {
  const { storage } = await folderStorageFixture(t);
  for (const fileName of [
    '',
    'a b.csv',
    'a"b.csv',
    'a;b',
    'a\r\nSet-Cookie: x',
    '../a.csv',
    'ä.csv',
    'x'.repeat(256),
  ]) {
    await assert.rejects(storage.presign(CSV_KEY, { fileName, expiresInSeconds: 300 }), TypeError, fileName);
  }
  for (const expiresInSeconds of [0, -1, 1.5, Number.NaN, Infinity, 604_801]) {
    const presigned = storage.presign(CSV_KEY, { fileName: 'a.csv', expiresInSeconds });
    await assert.rejects(presigned, RangeError, String(expiresInSeconds));
  }
  await storage.presign(CSV_KEY, { fileName: 'a.csv', expiresInSeconds: 604_800 });
});
