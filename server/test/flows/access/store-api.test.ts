import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { createTestClock } from '../../support/test-clock.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};

describe('the Store API', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ clock, working: false });
  });
  after(() => daybook.stop());

  async function fresh(...permissions: ('REPORTS_READ' | 'REPORTS_WRITE')[]): Promise<TestStore> {
    clock.advance(1_000);
    store = await createTestStore(daybook, permissions.length > 0 ? { permissions } : {});
    return store;
  }

  it('answers a new report with every field of the guide, null where nothing is known yet', async () => {
    await fresh();
    const { status, body } = await store.call<Record<string, unknown>>('POST', '/reports', APRIL);
    assert.equal(status, 201);
    const { id, createdAt, updatedAt, expiresAt, requestedByTokenId, ...rest } = body.data;
    assert.match(String(id), /^rpt_[0-9a-hjkmnp-tv-z]{24}$/);
    assert.match(String(requestedByTokenId), /^stk_/);
    assert.equal(createdAt, new Date(clock()).toISOString());
    assert.equal(updatedAt, createdAt);
    assert.equal(Date.parse(String(expiresAt)) - clock(), 30 * 86_400_000);
    assert.deepEqual(rest, {
      storeId: store.storeId,
      type: 'PAYMENT_ACTIVITY',
      status: 'PENDING',
      formats: ['CSV'],
      periodStart: '2026-04-01T00:00:00.000Z',
      periodEnd: '2026-05-01T00:00:00.000Z',
      formulaGuard: false,
      schemaVersion: 'payment_activity.1',
      rowCount: null,
      rowsWritten: null,
      sizeBytes: null,
      durationMs: null,
      attempts: 0,
      errorCode: null,
      errorMessage: null,
      requestedByAccountId: null,
      files: [],
      asOf: null,
      startedAt: null,
      completedAt: null,
    });
  });

  const BAD_BODIES: [why: string, body: unknown, path: string][] = [
    ['an unknown type', { ...APRIL, type: 'PAYMENTS' }, 'type'],
    ['no type', { ...APRIL, type: undefined }, 'type'],
    ['an unknown field', { ...APRIL, periodEnds: 'x' }, 'periodEnds'],
    ['a format in lowercase', { ...APRIL, formats: ['csv'] }, 'formats.0'],
    ['formats as text', { ...APRIL, formats: 'CSV' }, 'formats'],
    ['no formats at all', { ...APRIL, formats: [] }, 'formats'],
    ['a format twice', { ...APRIL, formats: ['CSV', 'CSV'] }, 'formats'],
    ['three formats', { ...APRIL, formats: ['CSV', 'JSON', 'CSV'] }, 'formats'],
    ['formulaGuard as text', { ...APRIL, formulaGuard: 'true' }, 'formulaGuard'],
    ['formulaGuard as a number', { ...APRIL, formulaGuard: 1 }, 'formulaGuard'],
    ['a list', [APRIL], 'body'],
    ['text', '"PAYMENT_ACTIVITY"', 'body'],
    ['nothing', undefined, 'body'],
    ['null', 'null', 'body'],
  ];
  for (const [why, body, path] of BAD_BODIES) {
    it(`refuses ${why} as a body with 400 and names the place`, async () => {
      await fresh();
      const answer = await store.call('POST', '/reports', body);
      assert.equal(answer.status, 400);
      assert.equal(answer.body.code, 'INVALID_REQUEST');
      assert.equal(typeof answer.body.error, 'string');
      const details = (answer.body as unknown as { details: { path: string }[] }).details;
      assert.ok(
        details.some((detail) => detail.path === path),
        JSON.stringify(details),
      );
    });
  }

  it('refuses what is no JSON, is too large or is of another media type', async () => {
    await fresh();
    assert.equal((await store.call('POST', '/reports', '{"type":')).body.code, 'INVALID_REQUEST');
    const large = await store.call('POST', '/reports', `{"type":"${'x'.repeat(70_000)}"}`);
    assert.deepEqual([large.status, large.body.code], [413, 'PAYLOAD_TOO_LARGE']);
    const response = await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${store.secret}`, 'Content-Type': 'text/plain' },
      body: JSON.stringify(APRIL),
    });
    assert.equal(response.status, 415);
  });

  for (const query of [
    'page=0x10',
    'page=1e1',
    'page=%201',
    'page=0',
    'page=-1',
    'page=x',
    'page=1.5',
    'limit=0',
    'limit=101',
    'limit=',
    'status=DONE',
    'status=pending',
    'type=X',
    'offset=3',
    'page=1&page=2',
  ]) {
    // prettier-ignore
    it(`refuses the list with ?${query}`, async () => {
      await fresh();
      const answer = await store.call('GET', `/reports?${query}`);
      assert.deepEqual([answer.status, answer.body.code], [400, 'INVALID_REQUEST']);
    });
  }

  it('lists reports newest first, by pages and by status', async () => {
    await fresh();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      clock.advance(10);
      ids.unshift((await store.call<{ id: string }>('POST', '/reports', APRIL)).body.data.id);
    }
    type Page = { items: { id: string }[]; pagination: object };
    const { body } = await store.call<Page>(
      'GET',
      '/reports?page=2&limit=2&status=PENDING&type=PAYMENT_ACTIVITY',
    );
    assert.deepEqual(
      body.data.items.map((item) => item.id),
      ids.slice(2, 4),
    );
    assert.deepEqual(body.data.pagination, { page: 2, limit: 2, total: 5, totalPages: 3 });
    const none = await store.call<Page>('GET', '/reports?status=SUCCEEDED');
    assert.deepEqual(none.body.data, {
      items: [],
      pagination: { page: 1, limit: 25, total: 0, totalPages: 0 },
    });
  });

  it('asks for a credential, and says the same whatever is wrong with the one it got', async () => {
    await fresh();
    const path = `${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`;
    const unknown = `sk_live_${'A'.repeat(43)}`;
    const wrong = [undefined, '', 'Bearer', 'Bearer x', `Basic ${store.secret}`, `Bearer ${unknown}`, `Bearer ${store.secret}x`, store.secret]; // prettier-ignore
    for (const authorization of wrong) {
      const response = await fetch(
        path,
        authorization === undefined ? {} : { headers: { Authorization: authorization } },
      );
      const { requestId: _requestId, ...body } = (await response.json()) as Record<string, unknown>;
      assert.equal(response.status, 401, authorization);
      assert.equal(body['code'], 'UNAUTHENTICATED');
      assert.match(String(body['error']), /Authorization/);
    }
  });

  it('answers 403 naming the permission that is missing, before it looks at the body', async () => {
    await fresh('REPORTS_READ');
    const answer = await store.call('POST', '/reports', '{"type":');
    assert.deepEqual([answer.status, answer.body.code], [403, 'FORBIDDEN']);
    assert.match(answer.body.error, /REPORTS_WRITE/);
    await fresh('REPORTS_WRITE');
    const read = await store.call('GET', '/reports');
    assert.equal(read.status, 403);
    assert.match(read.body.error, /REPORTS_READ/);
  });

  it('answers another store and one that does not exist alike', async () => {
    const other = await fresh();
    await fresh();
    const texts: string[] = [];
    for (const storeId of [other.storeId, 'shp_00000000000000000000000000', 'nonsense']) {
      const response = await fetch(`${daybook.baseUrl}/v2/core/stores/${storeId}/reports`, {
        headers: { Authorization: `Bearer ${store.secret}`, 'X-Request-Id': 'same' },
      });
      assert.equal(response.status, 404);
      texts.push(await response.text());
    }
    assert.equal(new Set(texts).size, 1);
  });

  it("answers another store's report and one that does not exist alike", async () => {
    const other = await fresh();
    const foreign = (await other.call<{ id: string }>('POST', '/reports', APRIL)).body.data.id;
    await fresh();
    const texts: string[] = [];
    for (const id of [foreign, 'rpt_000000000000000000000000']) {
      const answer = await store.call('GET', `/reports/${id}`);
      assert.equal(answer.status, 404);
      texts.push(JSON.stringify({ ...answer.body, requestId: '' }));
    }
    assert.equal(texts[0], texts[1]);
    assert.equal((await store.call('GET', '/reports/nonsense')).status, 400);
  });

  it('carries the headers of the contract on every answer', async () => {
    await fresh();
    const response = await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`, {
      headers: { Authorization: `Bearer ${store.secret}`, 'X-Request-Id': 'abc-123' },
    });
    assert.equal(response.headers.get('x-request-id'), 'abc-123');
    assert.match(response.headers.get('x-version') ?? '', /^\d{4}\/\d\d\/\d\d-v2$/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-ratelimit-limit'), '60');
    assert.equal(response.headers.get('x-ratelimit-remaining'), '59');
    assert.equal(response.headers.get('x-ratelimit-reset'), String(Math.floor(clock() / 1000) + 1));
    const hostile = await fetch(`${daybook.baseUrl}/nowhere`, { headers: { 'X-Request-Id': 'a b<script>' } });
    assert.equal(hostile.status, 404);
    assert.match(hostile.headers.get('x-request-id') ?? '', /^req_[0-9a-f]{24}$/);
    assert.equal(((await hostile.json()) as { code: string }).code, 'NOT_FOUND');
  });

  it('takes 60 requests of a token in one second, and the next second takes more', async () => {
    await fresh();
    clock.advance(1_000 - (clock() % 1_000));
    const answers = await Promise.all(Array.from({ length: 75 }, () => store.call('GET', '/reports')));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 60);
    const refused = answers.filter((answer) => answer.status === 429);
    assert.equal(refused.length, 15);
    assert.equal(refused[0]?.body.code, 'RATE_LIMITED');
    assert.equal(refused[0]?.headers.get('retry-after'), '1');
    clock.advance(1_000);
    assert.equal((await store.call('GET', '/reports')).status, 200);
  });

  it('serves a description of itself that is the committed one', async () => {
    const { readFile } = await import('node:fs/promises');
    const served: unknown = await (await fetch(`${daybook.baseUrl}/openapi.json`)).json();
    const committed = JSON.parse(
      await readFile(new URL('../../../../openapi.json', import.meta.url), 'utf8'),
    ) as unknown;
    assert.deepEqual(served, committed);
  });

  it('answers what is no HTTP, or leads nowhere, in the envelope too', async () => {
    const { hostname, port } = new URL(daybook.baseUrl);
    for (const text of [
      'nonsense\r\n\r\n',
      'GET nonsense HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        let received = '';
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.on('data', (chunk) => (received += chunk.toString()));
        socket.on('close', () => resolve(received));
        socket.on('error', reject);
      });
      assert.match(
        answer,
        /^HTTP\/1.1 400 .*X-Request-Id: req_.*"ok":false.*"code":"INVALID_REQUEST"/s,
        text.slice(0, 40),
      );
    }
    for (const path of ['/v2/core/stores/%zz/reports', '/v2/core/stores/%ff/reports', '/%']) {
      const response = await fetch(`${daybook.baseUrl}${path}`);
      assert.equal(response.status, 404, path);
      assert.ok(response.headers.get('x-request-id') && response.headers.get('x-version'));
    }
    const long = await fetch(`${daybook.baseUrl}/v2/core/stores/${'x'.repeat(300)}/reports`);
    assert.equal(long.status, 401, 'the credential is looked at before the length of anything');
  });

  it('says whether it is alive and ready', async () => {
    assert.equal((await fetch(`${daybook.baseUrl}/healthz`)).status, 200);
    assert.equal((await fetch(`${daybook.baseUrl}/readyz`)).status, 200);
    assert.equal((await fetch(`${daybook.baseUrl}/healthz`, { method: 'HEAD' })).status, 200);
  });
});

describe('waiting for a report', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  after(() => daybook.stop());

  it('answers when the report ends, not when the seconds are over', async () => {
    const store = await createTestStore(daybook);
    const { id } = (await store.call<{ id: string }>('POST', '/reports', APRIL)).body.data;
    const startedAt = performance.now();
    const waiting = store.call<{ status: string }>('GET', `/reports/${id}?wait=30`);
    await daybook.work();
    const { body } = await waiting;
    assert.equal(body.data.status, 'SUCCEEDED');
    assert.ok(performance.now() - startedAt < 15_000);
    assert.equal(
      (await store.call<{ status: string }>('GET', `/reports/${id}?wait=30`)).body.data.status,
      'SUCCEEDED',
    );
  });

  it('takes 1 to 30 seconds', async () => {
    const store = await createTestStore(daybook);
    const { id } = (await store.call<{ id: string }>('POST', '/reports', APRIL)).body.data;
    for (const wait of ['0', '31', 'x', '1.5', '-1']) {
      assert.equal((await store.call('GET', `/reports/${id}?wait=${wait}`)).status, 400, wait);
    }
  });
});
