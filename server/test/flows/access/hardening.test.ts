import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { newId } from '../../../src/domain/id.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { freePort } from '../../support/servers/free-port.ts';

const PERIOD =
  '"type":"PAYMENT_ACTIVITY","periodStart":"2026-04-01T00:00:00Z","periodEnd":"2026-05-01T00:00:00Z"';

describe('the HTTP edge', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ timeouts: { headersMs: 300, requestMs: 600, checkedEveryMs: 50 } });
    store = await createTestStore(daybook);
  });
  after(() => daybook.stop());

  it('lets no browser frame, sniff or run an answer, whatever the answer is', async () => {
    const { report } = await store.export({
      periodStart: '2026-04-01T00:00:00Z',
      periodEnd: '2026-05-01T00:00:00Z',
    });
    const { body } = await store.call<{ url: string }>('GET', `/reports/${report.id}/download/csv`);
    const answers = [
      await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`),
      await fetch(`${daybook.baseUrl}/v2/nowhere`),
      await fetch(`${daybook.baseUrl}/healthz`),
      await fetch(`${daybook.baseUrl}/openapi.json`),
      await fetch(body.data.url),
    ];
    for (const { headers, url } of answers) {
      assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'", url);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', url);
      assert.equal(headers.get('x-frame-options'), 'DENY', url);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', url);
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', url);
      assert.equal(headers.get('access-control-allow-origin'), null, url);
      assert.equal(headers.get('strict-transport-security'), null, url);
    }
  });

  it('lets the pages load our own files and nothing else, and run nothing that stands in them', async () => {
    for (const path of ['/', '/sign-in', '/verify', '/stores/any/reports']) {
      const page = await fetch(`${daybook.baseUrl}${path}`);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; script-src 'self';/, path);
      assert.doesNotMatch(policy, /unsafe-eval|\*|https?:/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      const html = await page.text();
      assert.doesNotMatch(html, /<script(?![^>]* src="\/assets\/)|<style|style="|\son\w+=/, path);
      assert.match(html, /<script type="module" crossorigin src="\/assets\//, path);
    }
  });

  it('tells browsers to come back by https alone where the public address is https', async () => {
    const port = await freePort();
    const behindTls = await startDaybook({
      on: daybook,
      settings: { publicUrl: 'https://daybook.example.com', port },
    });
    try {
      const url = `http://127.0.0.1:${port}/healthz`;
      assert.equal((await fetch(url)).headers.get('strict-transport-security'), 'max-age=31536000');
    } finally {
      await behindTls.stop();
    }
  });

  it('cuts off who sends headers or a body too slowly', async () => {
    const halfHeaders = open(daybook);
    halfHeaders.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    assert.match(await halfHeaders.closed, /^HTTP\/1\.1 4\d\d /);
    const halfBody = open(daybook);
    halfBody.socket.write(
      `POST /v2/core/stores/${store.storeId}/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
        `Authorization: Bearer ${store.secret}\r\nContent-Length: 500\r\n\r\n{"type"`,
    );
    assert.match(await halfBody.closed, /^(HTTP\/1\.1 4\d\d |$)/);
  });

  it('closes a connection on which nothing was said without a word, so that nobody takes it for an answer', async () => {
    assert.equal(await open(daybook).closed, '');
  });

  it('refuses headers beyond 16 KiB, two lengths and what is no HTTP, in the envelope', async () => {
    for (const text of [
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(17_000)}\r\n\r\n`,
      'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      'HELLO\r\n\r\n',
    ]) {
      const { socket, closed } = open(daybook);
      socket.write(text);
      const answer = await closed;
      assert.match(answer, /^HTTP\/1\.1 400 /);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { code: string };
      assert.equal(body.code, 'INVALID_REQUEST');
    }
  });

  it('answers who expects what nobody knows like everybody, with every header', async () => {
    for (const expectation of ['nothing-good', '100-continue']) {
      const { socket, closed } = open(daybook);
      socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: ${expectation}\r\nConnection: close\r\n\r\n`);
      const answer = await closed;
      assert.match(answer, /HTTP\/1\.1 200 OK\r\n[^]*"status":"alive"/);
      for (const header of ['x-request-id: req_', 'x-version: 20', 'cache-control: no-store'])
        assert.ok(answer.toLowerCase().includes(header), answer);
    }
  });

  it('gives one answer to a request whose body turns out to be no HTTP when the head is answered already', async () => {
    const { socket, closed } = open(daybook);
    socket.write('GET /%ED%A0%80 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n');
    assert.deepEqual((await closed).match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 404']);
  });

  it('takes __proto__ and constructor for unknown fields like any other', async () => {
    for (const field of [
      '"__proto__":{"formats":["JSON"]}',
      '"constructor":{"prototype":{}}',
      '"formats":["CSV"],"toString":1',
    ]) {
      const { status, body } = await store.call('POST', '/reports', `{${PERIOD},${field}}`);
      assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], field);
    }
    assert.equal(({} as { formats?: unknown }).formats, undefined);
  });

  it('gives back a request id only when it is well formed', async () => {
    const idOf = async (id: string) =>
      (await fetch(`${daybook.baseUrl}/healthz`, { headers: { 'X-Request-Id': id } })).headers.get(
        'x-request-id',
      );
    assert.equal(await idOf('order-42_A'), 'order-42_A');
    for (const bad of ['a b', '<script>', 'x'.repeat(65), '../../etc'])
      assert.match((await idOf(bad)) ?? '', /^req_[0-9a-hjkmnp-tv-z]{24}$/);
    // Like every identifier of our own it begins with the time, so it sorts by creation.
    const timeOf = (id: string) => id.slice(0, 'req_'.length + 10);
    const earliest = timeOf(newId('req', Date.now()));
    const made = timeOf((await idOf('a new one')) ?? '');
    assert.ok(earliest <= made && made <= timeOf(newId('req', Date.now())), made);
  });
});

/** A raw connection, and all that comes back over it until it is closed. */
function open(daybook: TestDaybook): { socket: Socket; closed: Promise<string> } {
  const socket = connect(Number(new URL(daybook.baseUrl).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => {});
  return { socket, closed: once(socket, 'close').then(() => text) };
}
