import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { Daybook, type DaybookOptions, exportReport } from '@daybook/client';
import { data, failure, openScriptedServer, quickClock, type ScriptedServer } from './scripted-server.ts';

const REPORT = { id: 'rpt_0', status: 'PENDING' };
const REQUEST = { type: 'BALANCE_LEDGER', periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' } as const; // prettier-ignore

describe('a server that does not answer well', () => {
  let server: ScriptedServer;
  let clock: ReturnType<typeof quickClock>;
  afterEach(() => server.close());

  async function clientFor(
    answers: Parameters<typeof openScriptedServer>[0],
    options: Partial<DaybookOptions> = {},
  ): Promise<Daybook> {
    clock = quickClock();
    server = await openScriptedServer(answers);
    const { baseUrl } = server;
    return new Daybook({ baseUrl, storeId: 'shp_1', token: 'sk_live_x', clock, random: () => 0.5, ...options } as DaybookOptions); // prettier-ignore
  }

  it('is asked again after half a second, one, two and so on, with the same idempotency key', async () => {
    const daybook = await clientFor([
      failure(503, 'UNAVAILABLE'),
      (answer) => void answer.socket?.destroy(),
      (answer) => void answer.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
      data(REPORT),
    ]);
    assert.equal((await daybook.reports.create(REQUEST)).id, 'rpt_0');
    assert.deepEqual(clock.slept, [375, 750, 1_500]);
    const keys = new Set(server.heard.map(({ headers }) => headers['idempotency-key']));
    assert.equal(keys.size, 1);
    assert.match([...keys][0]?.toString() ?? '', /^[\w-]{36}$/);
  });

  it('is given the time that Retry-After names, in seconds or as a date', async () => {
    const date = new Date(Date.parse('2026-05-01T00:00:00Z') + 7_250 + 9_000).toUTCString();
    const daybook = await clientFor([
      failure(429, 'RATE_LIMITED', { 'Retry-After': '7' }),
      failure(503, 'UNAVAILABLE', { 'Retry-After': date }),
      data(REPORT),
    ]);
    await daybook.reports.get('rpt_0');
    assert.deepEqual(clock.slept.map((ms) => Math.round(ms / 1_000)), [7, 9]); // prettier-ignore
  });

  it('is asked no more than six times, nor again where it would do no good or harm', async () => {
    const daybook = await clientFor([failure(503, 'UNAVAILABLE')]);
    await assert.rejects(daybook.reports.get('rpt_0'), { code: 'UNAVAILABLE', requestId: 'req_1' });
    assert.equal(server.heard.length, 6);
    await server.close();
    const refused = await clientFor([failure(400, 'INVALID_REQUEST')]);
    await assert.rejects(refused.reports.create(REQUEST), { code: 'INVALID_REQUEST' });
    assert.equal(server.heard.length, 1);
    await server.close();
    const unkeyed = await clientFor([failure(503, 'UNAVAILABLE')]);
    const body = { name: 'cron', permissions: ['REPORTS_READ'] as const };
    await assert.rejects(unkeyed.call('POST /v2/stores/{storeId}/tokens', { body }), { code: 'UNAVAILABLE' });
    assert.equal(server.heard.length, 1, 'a second token would be one too many');
  });

  it('is left when the time-out is over, and when the caller leaves', async () => {
    clock = quickClock((ms) => ms === 30_000);
    const daybook = await clientFor([() => undefined], { clock, retries: 0 });
    await assert.rejects(daybook.reports.get('rpt_0'), { code: 'TOO_SLOW' });
    await server.close();
    const leaving = new AbortController();
    const left = new Error('left');
    const patient = await clientFor([() => leaving.abort(left)]);
    await assert.rejects(patient.reports.get('rpt_0', { signal: leaving.signal }), left);
  });

  it('that is none of ours is named as such', async () => {
    const daybook = await clientFor([(answer) => void answer.writeHead(200).end('<html>Welcome</html>')]);
    await assert.rejects(daybook.reports.list(), { code: 'UNEXPECTED_ANSWER', message: /"<html>Welcome.*Check the base URL/ }); // prettier-ignore
  });

  it('waits its turn where the store has ten active reports, and queues a report again that failed in passing', async () => {
    const manifest = {
      reportId: 'rpt_2',
      files: [{ format: 'CSV', name: 'a.csv', sizeBytes: 1, sha256: '' }],
    };
    const daybook = await clientFor([
      failure(429, 'TOO_MANY_ACTIVE_REPORTS', { 'Retry-After': '3' }),
      data(REPORT),
      data({ ...REPORT, status: 'FAILED', errorCode: 'STORAGE_UNAVAILABLE', errorMessage: 'Not stored.' }),
      data({ ...REPORT, id: 'rpt_2' }),
      data({ id: 'rpt_2', status: 'SUCCEEDED', rowCount: 0 }),
      data({ manifest, jws: 'a.b.c' }),
    ]);
    const { report } = await exportReport(daybook, REQUEST);
    assert.equal(report.id, 'rpt_2');
    assert.equal(Math.round((clock.slept[0] ?? 0) / 1_000), 3);
    assert.match(server.heard[3]?.path ?? '', /rpt_0\/retry$/);
    await server.close();
    const canceled = { ...REPORT, status: 'FAILED', errorCode: 'CANCELED', errorMessage: 'The report was cancelled.' }; // prettier-ignore
    const other = await clientFor([data(REPORT), data(canceled)]);
    await assert.rejects(exportReport(other, REQUEST), { code: 'CANCELED', report: canceled });
  });

  it('a session that is refused is refreshed, once', async () => {
    let token = 'old';
    const session = { accessToken: () => token, refresh: async () => void (token = 'new') };
    const daybook = (await clientFor([failure(401, 'UNAUTHENTICATED'), data(REPORT), failure(401, 'UNAUTHENTICATED')])).with({ session }); // prettier-ignore
    await daybook.reports.get('rpt_0');
    assert.deepEqual(server.heard.map(({ headers }) => headers.authorization), ['Bearer old', 'Bearer new']); // prettier-ignore
    assert.match(server.heard[0]?.path ?? '', /^\/v2\/stores\/shp_1\/reports\/rpt_0$/);
    await assert.rejects(daybook.reports.get('rpt_0'), { code: 'UNAUTHENTICATED' });
    assert.equal(server.heard.length, 4);
  });
});

describe('a download', () => {
  const file = Buffer.from('0123456789'.repeat(1_000));
  let server: ScriptedServer;
  afterEach(() => server.close());

  /** Serves the file by ranges, broken off after `cut` bytes of each answer; `served`: what it has instead. */
  async function download(
    cut: number,
    served = file,
  ): Promise<{ bytes: Promise<Buffer>; clock: ReturnType<typeof quickClock> }> {
    const sha256 = createHash('sha256').update(file).digest('hex');
    const manifest = { reportId: 'rpt_0', files: [{ format: 'CSV', name: 'ledger.csv', sizeBytes: file.length, sha256 }] }; // prettier-ignore
    server = await openScriptedServer([
      (answer, heard) => {
        if (heard.path.endsWith('/manifest')) return data({ manifest, jws: 'a.b.c' })(answer);
        if (heard.path.includes('/download/')) return data({ url: `${server.baseUrl}/object` })(answer);
        const from = Number(/bytes=(\d+)-/.exec(heard.headers.range ?? '')?.[1] ?? 0);
        answer.writeHead(from > 0 ? 206 : 200, { 'Content-Length': served.length - from });
        const part = served.subarray(from, from + cut);
        answer.write(part, () => (from + cut >= served.length ? answer.end() : answer.socket?.destroy()));
        return undefined;
      },
    ]);
    const clock = quickClock();
    const daybook = new Daybook({ baseUrl: server.baseUrl, storeId: 'shp_1', token: 'sk_live_x', clock });
    const stream = await daybook.reports.download('rpt_0', 'CSV');
    const bytes = new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
    return { bytes: bytes.then((buffer) => Buffer.from(buffer)), clock };
  }

  it('that breaks goes on where it broke, as often as it comes further', async () => {
    const { bytes, clock } = await download(1_100);
    assert.ok(file.equals(await bytes));
    assert.ok(clock.slept.length >= 9, 'more often than a single request may fail');
    const asked = server.heard.map(({ headers }) => headers.range).filter(Boolean);
    assert.equal(asked.length, new Set(asked).size, 'no byte is asked for twice');
  });

  it('of bytes that are not the manifest’s fails', async () => {
    const { bytes } = await download(file.length, Buffer.from(file.toString().replace('5', '6')));
    await assert.rejects(bytes, { code: 'DAMAGED_FILE', message: /ledger\.csv is damaged/ });
    await server.close();
    await assert.rejects((await download(20_000, Buffer.concat([file, file]))).bytes, {
      code: 'DAMAGED_FILE',
    });
  });
});
