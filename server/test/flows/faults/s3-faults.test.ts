import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { S3_PART_BYTES, S3_TRIES_MAX } from '../../../src/domain/limits.ts';
import type { S3Settings } from '../../../src/storage/s3/s3-client.ts';
import { createS3Storage, type S3Storage } from '../../../src/storage/s3/s3-storage.ts';
import { answerWith } from '../../support/faults/answer-with.ts';
import {
  createTestStore,
  type ReportAnswer,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { type Fault, type FaultProxy, openFaultProxy } from '../../support/faults/fault-proxy.ts';
import { blackHoleAfter, dropAnswerTo, refuse, resetAfter } from '../../support/faults/faults.ts';
import { createLogLines } from '../../support/log-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { noS3, type S3Server, startS3 } from '../../support/servers/s3-server.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-04-30T00:00:00Z' };
const REPORT = { type: 'PAYMENT_ACTIVITY', ...APRIL, formats: ['CSV', 'JSON'] };
const TIMEOUTS = { connectMs: 1_000, silenceMs: 2_500, cleanupMs: 1_500, checkMs: 3_000 };
const BATCHES = 2;
const BATCH_LINES = 1_150;

describe('a report whose way to S3 is broken', { skip: noS3 }, () => {
  const log = createLogLines();
  let server: S3Server;
  let proxy: FaultProxy;
  /** The bucket seen past the proxy. */
  let bucket: S3Storage;
  let s3: S3Settings;
  let daybook: TestDaybook;
  let store: TestStore;
  /** Digests of the same report's files when nothing was wrong, recomputed from what was downloaded. */
  let expected: Record<string, string>;
  const published = new Set<string>();

  before(async () => {
    server = await startS3();
    proxy = await openFaultProxy(server.endpoint);
    const direct = await server.bucket();
    bucket = createS3Storage(direct);
    s3 = { ...direct, endpoint: `http://127.0.0.1:${proxy.port}` };
    daybook = await startDaybook({ settings: { s3 }, s3Timeouts: TIMEOUTS, log: log.log });
    store = await createTestStore(daybook);
    const note = 'n'.repeat(8_000);
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const lines = Array.from({ length: BATCH_LINES }, (_, nth) =>
        paymentLine(`pmt_${batch}_${nth}`, `2026-04-0${batch + 2}T00:00:00Z`, { metadata: { note } }),
      );
      await store.record(lines);
    }
    const { files } = await store.export(REPORT);
    expected = digestsOf(files);
    assert.ok((files['CSV']?.length ?? 0) > 2 * S3_PART_BYTES, 'the report is of several parts');
    for (const key of await pagesOf(bucket.keys())) published.add(key);
    assert.equal(published.size, 2);
  });
  after(async () => {
    bucket.close();
    await daybook.stop();
    await proxy.close();
    await server.stop();
  });

  async function queue(fault: Fault): Promise<string> {
    proxy.set(fault);
    return (await store.call<ReportAnswer>('POST', '/reports', REPORT)).body.data.id;
  }

  async function ended(id: string): Promise<ReportAnswer> {
    for (;;) {
      const { data } = (await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`)).body;
      if (data.status === 'SUCCEEDED' || data.status === 'FAILED') return data;
    }
  }

  /** The right files: what is downloaded, what the manifest says, and what the report held without any fault agree. */
  async function assertRight(id: string, attempts: number): Promise<void> {
    const report = await ended(id);
    proxy.set(undefined);
    assert.deepEqual([report.status, report['attempts']], ['SUCCEEDED', attempts]);
    const manifest =
      (await store.call<{ manifest: { files: { format: string; sha256: string }[] } }>('GET', `/reports/${id}/manifest`)) // prettier-ignore
      .body.data.manifest;
    assert.deepEqual(Object.fromEntries(manifest.files.map((file) => [file.format, file.sha256])), expected);
    const files: Record<string, Buffer> = {};
    for (const format of report.formats) {
      const path = `/reports/${id}/download/${format.toLowerCase()}`;
      const { url } = (await store.call<{ url: string }>('GET', path)).body.data;
      files[format] = Buffer.from(await (await fetch(url)).arrayBuffer());
    }
    assert.deepEqual(digestsOf(files), expected);
  }

  /** The bucket holds what it held before and the files of these reports, each once. */
  async function assertNothingElse(...reportIds: string[]): Promise<void> {
    const keys = await pagesOf(bucket.keys());
    const fresh = keys.filter((key) => !published.has(key));
    const names = reportIds.flatMap((id) => [`${id}.csv`, `${id}.json`]);
    assert.deepEqual(fresh.map((key) => key.slice(key.lastIndexOf('/') + 1)).toSorted(), names.toSorted());
    fresh.forEach((key) => published.add(key));
  }

  it('is whole after connections were reset in the middle of parts', async () => {
    // All of them may hit tries of the same part.
    const id = await queue(resetAfter('up', S3_PART_BYTES / 2, S3_TRIES_MAX - 1));
    await assertRight(id, 1);
    await assertNothingElse(id);
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
  });

  it('is whole after S3 answered 503 twice', async () => {
    const id = await queue(answerWith(503, 2, /^PUT .*partNumber/));
    await proxy.struck(2);
    await assertRight(id, 1);
    await assertNothingElse(id);
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
  });

  it('is published by the attempt whose completion succeeded, though no answer to it ever came', async () => {
    // Every try for each of the two files.
    const answers = 2 * S3_TRIES_MAX;
    const id = await queue(dropAnswerTo('<CompleteMultipartUpload', answers));
    await proxy.struck(answers);
    await assertRight(id, 1);
    await assertNothingElse(id);
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
  });

  it('is whole after S3 fell silent in the middle of a part for a whole attempt', async () => {
    const id = await queue(blackHoleAfter('up', S3_PART_BYTES / 2));
    await proxy.struck();
    await log.until('report attempt failed');
    proxy.set(undefined);
    await assertRight(id, 2);
    await assertNothingElse(id);
    // Nobody could be told to end the first attempt's uploads; they wait for the sweep, which does this:
    for (const upload of await pagesOf(bucket.unfinished())) {
      assert.ok(upload.key.includes(id) && !published.has(upload.key));
      await bucket.abandon(upload);
    }
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
  });

  it('is FAILED as STORAGE_UNAVAILABLE after 3 attempts when S3 refuses the credentials, and says so to nobody', async () => {
    const id = await queue(answerWith(403, Infinity));
    const ready = await fetch(`${daybook.baseUrl}/readyz`);
    assert.equal(ready.status, 503);
    const report = await ended(id);
    proxy.set(undefined);
    assert.deepEqual(
      [report.status, report['errorCode'], report['attempts']],
      ['FAILED', 'STORAGE_UNAVAILABLE', 3],
    );
    assert.equal((await fetch(`${daybook.baseUrl}/readyz`)).status, 200);
    await assertNothingElse();
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
    const { accessKeyId, secretAccessKey } = server.credentials;
    assert.match(log.text(), /S3 \w+: 403/);
    for (const secret of [secretAccessKey, accessKeyId, 'X-Amz-Signature'])
      assert.ok(!log.text().includes(secret), `the log holds ${secret}`);
  });

  it('is whole when S3 comes back after nobody listened there', async () => {
    const id = await queue(refuse);
    await proxy.struck(S3_TRIES_MAX);
    proxy.set(undefined);
    const report = await ended(id);
    await assertRight(id, Number(report['attempts']));
    await assertNothingElse(id);
    assert.deepEqual(await pagesOf(bucket.unfinished()), []);
  });

  it('goes on in another process with the same bucket; none of them serves objects itself', async () => {
    const other = await startDaybook({ on: daybook, settings: { s3 } });
    try {
      const [one, two] = [await queue(resetAfter('up', 1, 0)), await queue(resetAfter('up', 1, 0))];
      await assertRight(one, 1);
      await assertRight(two, 1);
      await assertNothingElse(one, two);
      for (const { baseUrl } of [daybook, other])
        assert.equal((await fetch(`${baseUrl}/objects/${[...published][0]}`)).status, 404);
    } finally {
      await other.stop();
    }
  });
});

function digestsOf(files: Record<string, Buffer>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([format, bytes]) => [
      format,
      createHash('sha256').update(bytes).digest('hex'),
    ]),
  );
}

async function pagesOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
