import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DaybookError } from '../../../src/domain/errors.ts';
import { S3_PART_BYTES, S3_PARTS_AT_ONCE } from '../../../src/domain/limits.ts';
import { StartupError } from '../../../src/domain/startup-error.ts';
import { OBJECT_PREFIX } from '../../../src/storage/object-key.ts';
import { createS3Client, S3_TIMEOUTS, type S3Settings } from '../../../src/storage/s3/s3-client.ts';
import { listKeys, listUploads } from '../../../src/storage/s3/s3-listing.ts';
import { createS3Requests } from '../../../src/storage/s3/s3-requests.ts';
import { createS3Storage, type S3Storage } from '../../../src/storage/s3/s3-storage.ts';
import { type FaultProxy, openFaultProxy } from '../../support/faults/fault-proxy.ts';
import { flipBit } from '../../support/faults/faults.ts';
import { noS3, type S3Server, startS3 } from '../../support/servers/s3-server.ts';

const CSV = 'text/csv; charset=utf-8';
const keyOf = (name: string): string => `stores/shp_1/reports/1-${name}/rpt_1.csv`;
const MIB = 1024 * 1024;

/** Bytes that no two positions share by chance, in chunks of a size that fits no part. */
function* bytesOf(sizeBytes: number): Generator<Buffer> {
  const source = createHash('shake256', { outputLength: 99_991 }).update(String(sizeBytes)).digest();
  for (let sent = 0, nth = 0; sent < sizeBytes; nth += 1) {
    const chunk = Buffer.from(source.subarray(0, sizeBytes - sent));
    if (chunk.length >= 4) chunk.writeUInt32BE(nth);
    sent += chunk.length;
    yield chunk;
  }
}

function digestOf(chunks: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

async function withEnvironment(
  settings: Record<string, string | undefined>,
  run: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  const set = (all: Record<string, string | undefined>): void => {
    for (const name of Object.keys(settings)) {
      delete process.env[name];
      if (all[name] !== undefined) process.env[name] = all[name];
    }
  };
  set(settings);
  await run().finally(() => set(before));
}

async function pagesOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

describe('a bucket', { skip: noS3 }, () => {
  let server: S3Server;
  let settings: S3Settings;
  let storage: S3Storage;
  let proxy: FaultProxy;
  before(async () => {
    server = await startS3();
    settings = await server.bucket();
    storage = createS3Storage(settings);
    proxy = await openFaultProxy(server.endpoint);
  });
  after(async () => {
    storage.close();
    await proxy.close();
    await server.stop();
  });

  const put = (key: string, body: Iterable<Buffer>, to = storage) =>
    to.put(key, Readable.from(body), { contentType: CSV, signal: new AbortController().signal });
  const urlOf = (key: string, expiresInSeconds = 300): Promise<string> =>
    storage.presign(key, { fileName: 'payments_2026.csv', expiresInSeconds });
  const allKeys = (): Promise<string[]> => pagesOf(storage.keys());
  const allUploads = () => pagesOf(storage.unfinished());

  for (const sizeBytes of [0, 1, S3_PART_BYTES - 1, S3_PART_BYTES, S3_PART_BYTES + 1, 60 * MIB]) {
    it(`gives back the ${sizeBytes} bytes that were put, with their content type`, async () => {
      const key = keyOf(`size-${sizeBytes}`);
      assert.deepEqual(await put(key, bytesOf(sizeBytes)), { sizeBytes });
      const answer = await fetch(await urlOf(key));
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), CSV);
      const got = Buffer.from(await answer.arrayBuffer());
      assert.equal(got.length, sizeBytes);
      assert.equal(digestOf([got]), digestOf(bytesOf(sizeBytes)));
      assert.deepEqual(await allUploads(), []);
      await storage.delete([key]);
    });
  }

  it('is handed out by signed URLs, whole or in ranges, under the name that was asked for', async () => {
    const key = keyOf('signed');
    await put(key, [Buffer.from('0123456789')]);
    const url = await urlOf(key);
    assert.match(url, /X-Amz-Algorithm=AWS4-HMAC-SHA256&.*X-Amz-Expires=300&.*X-Amz-SignedHeaders=host/);
    const whole = await fetch(url);
    assert.equal(await whole.text(), '0123456789');
    assert.equal(whole.headers.get('content-disposition'), 'attachment; filename="payments_2026.csv"');
    const part = await fetch(url, { headers: { Range: 'bytes=2-4' } });
    assert.deepEqual([part.status, await part.text()], [206, '234']);
  });

  it('refuses a signed URL that was altered, pointed elsewhere, or has expired', async () => {
    const [key, other] = [keyOf('mine'), keyOf('another')];
    await put(key, [Buffer.from('mine')]);
    await put(other, [Buffer.from('another')]);
    const url = await urlOf(key);
    const altered = {
      'another object': url.replace('1-mine', '1-another'),
      'a longer life': url.replace('X-Amz-Expires=300', 'X-Amz-Expires=301'),
      'another name': url.replace('payments_2026', 'payments_2027'),
      'no signature': url.replace(/&X-Amz-Signature=[^&]+/, ''),
      'another signature': url.replace(/(X-Amz-Signature=)(.)/, (_, name, digit) => name + (digit === '0' ? '1' : '0')), // prettier-ignore
    };
    for (const [what, address] of Object.entries(altered)) {
      assert.notEqual(address, url, what);
      assert.equal((await fetch(address)).status, 403, what);
    }
    assert.equal((await fetch(url, { method: 'DELETE' })).status, 403);
    assert.equal((await fetch(url)).status, 200);
    const short = await urlOf(key, 1);
    let status = 200;
    while (status === 200) ({ status } = await fetch(short));
    assert.equal(status, 403);
  });

  it('lists its keys in order and loses those that are deleted, there or not', async () => {
    const fresh = createS3Storage(await server.bucket());
    const keys = ['b', 'B', 'a', '_', '9'].map(keyOf);
    for (const key of keys) await put(key, [Buffer.from('x')], fresh);
    assert.deepEqual(await pagesOf(fresh.keys()), ['9', 'B', '_', 'a', 'b'].map(keyOf));
    await fresh.delete([keyOf('a'), keyOf('never-there'), keyOf('B')]);
    assert.deepEqual(await pagesOf(fresh.keys()), ['9', '_', 'b'].map(keyOf));
    await fresh.delete([]);
    await assert.rejects(fresh.delete(['stores/../x.csv']), TypeError);
    fresh.close();
  });

  it('is listed to the end, however many pages that takes', async () => {
    const own = await server.bucket();
    const client = createS3Client(own, S3_TIMEOUTS);
    const requests = createS3Requests(client, own.bucket);
    const fresh = createS3Storage(own);
    const keys = ['a', 'b', 'c', 'd', 'e'].map(keyOf);
    for (const key of keys) {
      await put(key, [Buffer.from('x')], fresh);
      for (let nth = 0; nth < 2; nth += 1)
        await client.send(new CreateMultipartUploadCommand({ Bucket: own.bucket, Key: key }));
    }
    await client.send(new PutObjectCommand({ Bucket: own.bucket, Key: 'somebody/else', Body: 'x' }));
    assert.deepEqual(await pagesOf(listKeys(requests, OBJECT_PREFIX, 2)), keys);
    assert.deepEqual(await pagesOf(fresh.keys()), keys);
    const uploads = await pagesOf(listUploads(requests, OBJECT_PREFIX, { pageMax: 3 }));
    assert.deepEqual(
      uploads.map(({ key }) => key),
      keys.flatMap((key) => [key, key]),
    );
    assert.equal(new Set(uploads.map(({ uploadId }) => uploadId)).size, 10);
    client.destroy();
    fresh.close();
  });

  it('names uploads that another process began and left, and ends them, once or twice', async () => {
    const dead = new S3Client({
      ...{ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true },
      credentials: server.credentials,
    });
    const [Bucket, Key] = [settings.bucket, keyOf('left')];
    const { UploadId } = await dead.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    dead.destroy();
    const left = { key: Key, uploadId: UploadId as string };
    assert.deepEqual(await allUploads(), [left]);
    await storage.abandon(left);
    assert.deepEqual(await allUploads(), []);
    await storage.abandon(left);
  });

  for (const [what, sizeBytes, offset] of [
    ['a small file', 2 * MIB, MIB],
    ['a part of a large one', 2 * S3_PART_BYTES + 5, S3_PART_BYTES / 2],
  ] as const) {
    it(`refuses ${what} that was changed on its way, and keeps nothing of it`, async () => {
      const through = createS3Storage({ ...settings, endpoint: `http://127.0.0.1:${proxy.port}` });
      proxy.set(flipBit('up', offset));
      const failure = put(keyOf('altered'), bytesOf(sizeBytes), through);
      await assert.rejects(failure, (error) => error instanceof DaybookError && error.code === 'STORAGE_UNAVAILABLE'); // prettier-ignore
      assert.equal(proxy.strikes(), 1);
      proxy.set(undefined);
      through.close();
      assert.ok(!(await allKeys()).includes(keyOf('altered')));
      assert.deepEqual(await allUploads(), []);
    });
  }

  it('is left clean when the caller gives up or the bytes cannot be made', async () => {
    const before = await allKeys();
    const giveUp = new AbortController();
    async function* endless(): AsyncGenerator<Buffer> {
      for (let nth = 0; ; nth += 1) {
        if (nth === 20) giveUp.abort(new Error('enough'));
        yield Buffer.alloc(MIB);
      }
    }
    const body = Readable.from(endless());
    const given = storage.put(keyOf('given-up'), body, { contentType: CSV, signal: giveUp.signal });
    await assert.rejects(given, /enough/);
    assert.ok(body.destroyed);
    function* broken(): Generator<Buffer> {
      yield* bytesOf(20 * MIB);
      throw new Error('no more rows');
    }
    await assert.rejects(put(keyOf('broken'), broken()), /no more rows/);
    assert.deepEqual(await allUploads(), []);
    assert.deepEqual(await allKeys(), before);
  });

  it('takes 300 MB in bounded memory', async () => {
    const start = process.memoryUsage();
    let buffersPeak = 0;
    let residentPeak = 0;
    const chunk = randomBytes(64 * 1024);
    function* watched(): Generator<Buffer> {
      for (let nth = 0; nth < 4_800; nth += 1) {
        const { arrayBuffers, rss } = process.memoryUsage();
        buffersPeak = Math.max(buffersPeak, arrayBuffers - start.arrayBuffers);
        residentPeak = Math.max(residentPeak, rss - start.rss);
        yield chunk;
      }
    }
    assert.deepEqual(await put(keyOf('large'), watched()), { sizeBytes: 4_800 * 64 * 1024 });
    const parts = (S3_PARTS_AT_ONCE + 1) * S3_PART_BYTES;
    assert.ok(buffersPeak < parts + 16 * MIB, `${buffersPeak / MIB} MiB of buffers`);
    assert.ok(residentPeak < 128 * MIB, `${residentPeak / MIB} MiB resident`);
    await storage.delete([keyOf('large')]);
  });

  describe('that cannot be used is named at start in one line that says what to set', () => {
    async function refusal(wrong: Partial<S3Settings>): Promise<string> {
      const wrongly = createS3Storage({ ...settings, ...wrong });
      const error = await wrongly.assertUsable().then(() => undefined, (reason: unknown) => reason); // prettier-ignore
      wrongly.close();
      assert.ok(error instanceof StartupError, String(error));
      assert.doesNotMatch(error.message, /\n/);
      assert.ok(!error.message.includes(server.credentials.secretAccessKey));
      return error.message;
    }

    it('when there is none of that name', async () => {
      assert.match(await refusal({ bucket: 'daybook-nowhere' }), /"daybook-nowhere".*create it, or change S3_BUCKET/); // prettier-ignore
    });

    it('when the credentials are wrong', async () => {
      await withEnvironment({ AWS_SECRET_ACCESS_KEY: 'another' }, async () =>
        assert.match(await refusal({}), /refuses.*SignatureDoesNotMatch.*AWS_SECRET_ACCESS_KEY/),
      );
    });

    it('when there are no credentials', async () => {
      const nowhere = { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nowhere' };
      const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, ...nowhere };
      await withEnvironment(none, async () =>
        assert.match(await refusal({}), /no credentials.*AWS_ACCESS_KEY_ID/),
      );
    });

    it('when nobody answers', async () => {
      assert.match(await refusal({ endpoint: 'http://127.0.0.1:1' }), /ECONNREFUSED.*S3_ENDPOINT/);
    });
  });
});
