import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ACTIVITY_BATCH_MAX_BYTES, ACTIVITY_LINE_MAX_BYTES } from '../../../src/domain/limits.ts';
import { adjustmentLine } from '../../support/rows/activity-lines.ts';
import { countRows } from '../../support/count-rows.ts';
import { OPERATOR_KEY, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { type Platform, platformOf } from '../../support/platform.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const MIB = 1024 * 1024;

describe('sending activity over HTTP', () => {
  let daybook: TestDaybook;
  let platform: Platform;
  let storeId: string;
  let ids = 0;
  before(async () => {
    daybook = await startDaybook({ working: false });
    platform = platformOf(daybook);
    storeId = await platform.createStore();
  });
  after(() => daybook.stop());

  /** A sound line that nobody sent before. */
  const fresh = (): string => JSON.stringify(adjustmentLine(`adj_${(ids += 1)}`));
  const rows = () => countRows(daybook.database.superUrl);

  it('answers what the batch did, and a second time that it did nothing', async () => {
    const shop = await platform.createStore();
    const empty = await platform.send(shop, [paymentLine('pmt_again', DAY, { status: 'FAILED' })]);
    assert.deepEqual(empty.body.data, {
      ...{ accepted: 1, unchanged: 0, ledgerEntries: 0 },
      head: { sequence: 0, hash: '0'.repeat(64), runningBalance: 0, currency: 'USD', createdAt: null },
    });
    const lines = [paymentLine('pmt_once', DAY), adjustmentLine('adj_once')];
    const first = (await platform.send(shop, lines)).body.data;
    assert.deepEqual([first.accepted, first.unchanged, first.ledgerEntries], [2, 0, 2]);
    assert.deepEqual(
      [first.head.sequence, first.head.runningBalance, first.head.createdAt],
      [2, 890, '2026-04-01T00:00:00.000Z'],
    );
    const again = await platform.send(shop, lines);
    assert.equal(again.status, 200);
    assert.deepEqual(again.body.data, { accepted: 0, unchanged: 2, ledgerEntries: 0, head: first.head });
  });

  const FORMS: Record<string, (a: string, b: string) => string> = {
    'lines with a newline after each': (a, b) => `${a}\n${b}\n`,
    'a last line without its newline': (a, b) => `${a}\n${b}`,
    'CRLF line ends': (a, b) => `${a}\r\n${b}\r\n`,
    'blank lines': (a, b) => `\n\r\n${a}\n  \n\n${b}\n\n`,
    'a byte order mark': (a, b) => `\uFEFF${a}\n${b}\n`,
    'spaces around the lines': (a, b) => `  ${a}\t\n\t${b}  \n`,
  };
  for (const [name, form] of Object.entries(FORMS)) {
    it(`takes ${name}`, async () => {
      const { status, body } = await platform.send(storeId, form(fresh(), fresh()));
      assert.deepEqual([status, body.data?.accepted], [200, 2], body.error);
    });
  }

  const TYPES = ['application/x-ndjson; charset=utf-8', 'Application/X-NDJSON'];
  for (const type of TYPES) {
    it(`takes the content type ${type}`, async () => {
      assert.equal((await platform.send(storeId, fresh(), { 'Content-Type': type })).status, 200);
    });
  }

  const json = fresh();
  const REFUSED: [why: string, body: string | Buffer, path: string | undefined, error: RegExp][] = [
    ['an empty body', '', undefined, /^The body has no lines: send activity, one JSON object a line\.$/],
    ['blank lines alone', '\r\n \n', undefined, /^The body has no lines/],
    ['a byte order mark alone', '\uFEFF', undefined, /^The body has no lines/],
    ['what is no JSON', `${json}\n\n{"object":\n`, 'line 3', /line 3: not JSON\.$/],
    ['a list of lines', `[${json}]`, 'line 1', /line 1: not a JSON object\.$/],
    ['a NUL', `${json}\n\0\n`, 'line 2', /line 2: not JSON\.$/],
    ['a byte order mark in the middle', `${json}\n\uFEFF${json}\n`, 'line 2', /line 2: not JSON\.$/],
    ['invalid UTF-8', Buffer.concat([Buffer.from(`${json}\n\n"`), Buffer.from([0xc3, 0x28])]), 'line 3', /^Line 3 is not UTF-8 text\.$/],
    ['a line over 1 MiB', `${json}\n{"note":"${'x'.repeat(ACTIVITY_LINE_MAX_BYTES - 10)}"}\n`, 'line 2', /^Line 2 is longer than 1048576 bytes\.$/],
  ]; // prettier-ignore
  for (const [why, body, path, error] of REFUSED) {
    it(`refuses ${why}, names the line, and records nothing`, async () => {
      const before = await rows();
      const answer = await platform.send(storeId, body);
      assert.deepEqual([answer.status, answer.body.code], [400, 'INVALID_REQUEST']);
      assert.match(answer.body.error, error);
      assert.deepEqual(answer.body.details?.map((detail) => detail.path), path && [path]);
      assert.deepEqual(await rows(), before);
    }); // prettier-ignore
  }

  const TYPED: [headers: object, error: RegExp][] = [
    [{ 'Content-Type': 'application/json' }, /"Content-Type: application\/x-ndjson"/],
    [{ 'Content-Type': 'application/jsonl' }, /"Content-Type: application\/x-ndjson"/],
    [{ 'Content-Type': 'ndjson' }, /"Content-Type: application\/x-ndjson"/],
    [{ 'Content-Encoding': 'gzip' }, /without Content-Encoding/],
  ];
  for (const [headers, error] of TYPED) {
    it(`refuses ${JSON.stringify(headers)} with 415 and says what to send`, async () => {
      const answer = await platform.send(storeId, fresh(), headers);
      assert.deepEqual([answer.status, answer.body.code], [415, 'UNSUPPORTED_MEDIA_TYPE']);
      assert.match(answer.body.error, error);
    });
  }

  it('takes 10,000 lines; of one bad line among them nothing is left; 10,001 are too many', async () => {
    const shop = await platform.createStore();
    const lines = Array.from({ length: 10_000 }, (_, index) => paymentLine(`pmt_many_${index}`, DAY, { customer: { id: `cus_${index}` } })); // prettier-ignore
    const before = await rows();
    const bad = await platform.send(shop, lines.with(9_998, { ...lines[9_998], totalAmount: -1 }));
    assert.deepEqual([bad.status, bad.body.details], [400, [{ path: 'line 9999: totalAmount', message: 'must be at least 0' }]]); // prettier-ignore
    const more = await platform.send(shop, [...lines, paymentLine('pmt_many_more', DAY)]);
    assert.deepEqual([more.status, more.body.code], [413, 'PAYLOAD_TOO_LARGE']);
    assert.equal(more.body.error, 'A batch has at most 10000 lines; send it in parts.');
    assert.deepEqual(await rows(), before);
    const good = await platform.send(shop, lines);
    assert.deepEqual([good.status, good.body.data.accepted, good.body.data.head.sequence], [200, 10_000, 10_000]); // prettier-ignore
  });

  it('takes 16 MiB and not one byte more, whether or not its length is announced', async () => {
    const lines = Array.from({ length: 15 }, () => `${fresh().padEnd(MIB - 1)}\n`);
    const full = Buffer.from(`${lines.join('')}${fresh().padEnd(MIB)}`);
    assert.equal(full.length, ACTIVITY_BATCH_MAX_BYTES);
    const more = Buffer.concat([full, Buffer.from('\n')]);
    const before = await rows();
    for (const body of [more, streamOf(more), streamOf(Buffer.concat([more, full]))]) {
      const { status, body: answer } = await platform.send(storeId, body);
      assert.deepEqual([status, answer.code], [413, 'PAYLOAD_TOO_LARGE']);
      assert.equal(answer.error, 'A batch has at most 16777216 bytes; send it in parts.');
    }
    assert.deepEqual(await rows(), before);
    assert.equal((await platform.send(storeId, full)).body.data.accepted, 16);
    assert.equal((await platform.send(storeId, streamOf(full))).body.data.unchanged, 16);
  });

  it('names the first 100 faults of many', async () => {
    const { status, body } = await platform.send(storeId, '{}\n'.repeat(150));
    assert.deepEqual(
      [status, body.details?.length, body.details?.[99]?.path],
      [400, 100, 'line 100: object'],
    );
    assert.match(body.error, /^150 of 150 lines are not valid, so nothing of the batch was recorded\. line 1: object: must be one of payment, /); // prettier-ignore
  });

  const KEY = `Authorization: Bearer ${OPERATOR_KEY}`;
  const EARLY: [name: string, headers: string[], answer: RegExp][] = [
    ['a wrong key', ['Authorization: Bearer opk_x', 'Content-Length: 16777216'], /^HTTP\/1\.1 401 [^]*UNAUTHENTICATED/],
    ['an announced length', [KEY, 'Content-Length: 16777217'], /^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/],
    ['another content type', [KEY, 'Content-Length: 10', 'Content-Type: text/plain'], /^HTTP\/1\.1 415 [^]*UNSUPPORTED/],
  ]; // prettier-ignore
  for (const [name, headers, answer] of EARLY) {
    it(`refuses ${name} before a byte of the body is there`, { timeout: 20_000 }, async ({ signal }) => {
      await using raw = openRaw(signal);
      raw.post(headers);
      await raw.until(answer);
    });
  }

  it(
    'takes the next request on a connection whose last body was refused unread',
    { timeout: 20_000 },
    async ({ signal }) => {
      await using raw = openRaw(signal);
      raw.post(['Authorization: Bearer opk_x', `Content-Length: ${ACTIVITY_BATCH_MAX_BYTES}`]);
      await raw.until(/401/);
      raw.write(Buffer.alloc(ACTIVITY_BATCH_MAX_BYTES, ' '));
      const line = fresh();
      raw.post([KEY, `Content-Length: ${line.length}`]);
      raw.write(line);
      await raw.until(/HTTP\/1\.1 200 [^]*"accepted":1/);
    },
  );

  /** A connection on which a request can be left unfinished. */
  function openRaw(signal: AbortSignal) {
    const socket = connect(Number(new URL(daybook.baseUrl).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    return {
      write: (bytes: string | Buffer) => void socket.write(bytes),
      post(headers: string[]) {
        const type = headers.some((each) => each.startsWith('Content-Type')) ? [] : ['Content-Type: application/x-ndjson']; // prettier-ignore
        const start = `POST /v2/platform/stores/${storeId}/activity HTTP/1.1`;
        socket.write([start, 'Host: x', ...type, ...headers, '', ''].join('\r\n'));
      },
      async until(text: RegExp) {
        while (!text.test(received)) await once(socket, 'data', { signal });
      },
      async [Symbol.asyncDispose]() {
        socket.destroy();
      },
    };
  }
});

function streamOf(bytes: Buffer): ReadableStream {
  return new Blob([new Uint8Array(bytes)]).stream();
}
