import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LINE_DAY, refundLine } from '../../support/rows/activity-lines.ts';
import { createTestStore, OPERATOR_KEY, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { type Platform, platformOf } from '../../support/platform.ts';
import { createTestClock } from '../../support/test-clock.ts';

const STORE = { title: 'Lumen Supply', handle: 'lumen', currency: 'USD', country: 'GB', ownerEmail: 'owner@example.com' }; // prettier-ignore
const TOKEN = { name: 'Export', permissions: ['REPORTS_READ', 'REPORTS_WRITE'] };
const NOWHERE = 'shp_000000000000000000000000';

type Page = { items: Record<string, unknown>[]; pagination: object };
type Token = Record<string, unknown> & { id: string; secret: string };

describe('the Platform API', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let platform: Platform;
  let storeId: string;
  before(async () => {
    daybook = await startDaybook({ clock });
    platform = platformOf(daybook);
    storeId = await platform.createStore();
  });
  after(() => daybook.stop());

  it('takes a platform from nothing to a downloaded report, over HTTP alone', async () => {
    const opening = { openingBalance: 5_000, openingBalanceAt: '2026-03-01T00:00:00Z' };
    const made = await platform.call<{ id: string; owner: { accountId: string } }>('POST', '/stores', { ...STORE, ...opening }); // prettier-ignore
    const { id, owner } = made.body.data;
    assert.match(id, /^shp_[0-9a-hjkmnp-tv-z]{24}$/);
    assert.match(owner.accountId, /^acc_/);
    assert.deepEqual(
      [made.status, made.body],
      [
        201,
        {
          ok: true,
          data: {
            id,
            ...STORE,
            ownerEmail: undefined,
            createdAt: new Date(clock()).toISOString(),
            owner: { accountId: owner.accountId, email: STORE.ownerEmail },
          },
        },
      ].map((each) => JSON.parse(JSON.stringify(each)) as unknown),
    );
    const token = (await platform.call<Token>('POST', `/stores/${id}/tokens`, TOKEN)).body.data;
    const sent = await platform.send(id, [
      paymentLine('pmt_1', '2026-04-01T10:00:00Z'),
      refundLine('rfd_1', 'pmt_1', { amount: 130 }),
      paymentLine('pmt_2', '2026-04-02T10:00:00Z', { status: 'PENDING' }),
    ]);
    const { hash, ...head } = sent.body.data.head;
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.deepEqual([sent.status, { ...sent.body.data, head }], [
      200,
      {
        ...{ accepted: 3, unchanged: 0, ledgerEntries: 2 },
        head: { sequence: 3, runningBalance: 5_800, currency: 'USD', createdAt: '2026-04-01T10:00:00.000Z' },
      },
    ]); // prettier-ignore
    assert.match(await downloadPayments(id, token.secret), /pmt_1.*\r?\n.*pmt_2/);
  });

  /** As a merchant's program does it. */
  async function downloadPayments(id: string, secret: string): Promise<string> {
    const api = `${daybook.baseUrl}/v2/core/stores/${id}/reports`;
    const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
    const ask = async (path: string, init: object = {}): Promise<Record<string, string>> =>
      ((await (await fetch(`${api}${path}`, { headers, ...init })).json()) as { data: Record<string, string> }).data; // prettier-ignore
    const body = JSON.stringify({ type: 'PAYMENT_ACTIVITY', periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' }); // prettier-ignore
    let report = await ask('', { method: 'POST', body });
    while (!/SUCCEEDED|FAILED/.test(report['status'] ?? '')) report = await ask(`/${report['id']}?wait=30`);
    return (await fetch((await ask(`/${report['id']}/download/csv`))['url'] ?? '')).text();
  }

  const ROUTES = [
    ['GET', '/stores'],
    ['POST', '/stores'],
    ['POST', '/stores/STORE/tokens'],
    ['POST', '/stores/STORE/activity'],
    ['POST', `/stores/${NOWHERE}/activity`],
  ] as const;
  for (const [method, path] of ROUTES) {
    it(`${method} ${path} asks for the operator key before anything else, in the same words for every reason`, async () => {
      const { secret } = await createTestStore(daybook);
      const wrong = [undefined, '', 'Bearer', `Bearer ${secret}`, `Bearer ${OPERATOR_KEY}x`, `Bearer ${OPERATOR_KEY.slice(0, -1)}`, `Basic ${OPERATOR_KEY}`, OPERATOR_KEY]; // prettier-ignore
      const texts = new Set<string>();
      for (const authorization of wrong) {
        const response = await fetch(`${daybook.baseUrl}/v2/platform${path.replace('STORE', storeId)}`, {
          method,
          headers: { 'X-Request-Id': 'same', ...(authorization === undefined ? {} : { authorization }) },
          ...(method === 'POST' ? { body: '{' } : {}),
        });
        assert.equal(response.status, 401, authorization);
        texts.add(await response.text());
      }
      const store = await fetch(`${daybook.baseUrl}/v2/core/stores/${storeId}/reports`, {
        headers: { Authorization: `Bearer ${OPERATOR_KEY}`, 'X-Request-Id': 'same' },
      });
      assert.equal(store.status, 401, 'the operator key is no store token');
      texts.add(await store.text());
      assert.equal(texts.size, 1, [...texts].join('\n'));
      assert.match([...texts][0] ?? '', /"code":"UNAUTHENTICATED"/);
    });
  }

  it('lets nobody in where there is no operator key', async () => {
    const closed = await startDaybook({ on: daybook, operated: false, working: false });
    const answer = await platformOf(closed).call('GET', '/stores');
    assert.deepEqual([answer.status, answer.body.code], [401, 'UNAUTHENTICATED']);
    await closed.stop();
  });

  it('carries the headers of the contract and knows no rate limit', async () => {
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => platform.call('GET', '/stores?limit=1', undefined, { 'X-Request-Id': 'mine' })),
    ); // prettier-ignore
    for (const { status, headers } of answers) {
      assert.equal(status, 200);
      assert.equal(headers.get('x-request-id'), 'mine');
      assert.match(headers.get('x-version') ?? '', /^\d{4}\/\d\d\/\d\d-v2$/);
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });

  it('lists stores newest first, by pages and by handle', async () => {
    const ids: string[] = [];
    for (const handle of ['list-1', 'list-2', 'list-3']) {
      clock.advance(10);
      ids.unshift(await platform.createStore({ handle }));
    }
    const { body } = await platform.call<Page>('GET', '/stores?page=2&limit=2');
    assert.equal(body.data.items[0]?.['id'], ids[2]);
    const { total, totalPages, ...place } = body.data.pagination as Record<string, number>;
    assert.deepEqual([place, totalPages], [{ page: 2, limit: 2 }, Math.ceil((total ?? 0) / 2)]);
    const one = await platform.call<Page>('GET', '/stores?handle=list-2');
    assert.deepEqual(one.body.data, {
      items: [
        { id: ids[1], ...STORE, handle: 'list-2', title: 'Shop', ownerEmail: undefined, createdAt: new Date(clock() - 10).toISOString() }, // prettier-ignore
      ].map((item) => JSON.parse(JSON.stringify(item)) as unknown),
      pagination: { page: 1, limit: 25, total: 1, totalPages: 1 },
    });
    assert.deepEqual((await platform.call<Page>('GET', '/stores?handle=nobody')).body.data.items, []);
  });

  for (const query of ['page=0', 'limit=101', 'limit=x', 'page=1e1', 'status=OPEN']) {
    it(`refuses the list of stores with ?${query}`, async () => {
      const { status, body } = await platform.call('GET', `/stores?${query}`);
      assert.deepEqual([status, body.code, body.details?.[0]?.path], [400, 'INVALID_REQUEST', query.split('=')[0]]); // prettier-ignore
    });
  }

  it('gives a handle to one of two stores that ask for it at once', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => platform.call('POST', '/stores', { ...STORE, handle: 'contested' })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((one, other) => one - other),
      [201, 409],
    );
    const refused = answers.find(({ status }) => status === 409)?.body;
    assert.equal(refused?.code, 'HANDLE_TAKEN');
    assert.match(refused?.error ?? '', /choose another/);
  });

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const BAD_STORES: [change: object, path: string][] = [
    [{ title: undefined }, 'title'],
    [{ title: 7 }, 'title'],
    [{ title: '' }, 'title'],
    [{ handle: 'Not a handle' }, 'handle'],
    [{ currency: 'usd' }, 'currency'],
    [{ country: 'England' }, 'country'],
    [{ ownerEmail: 'nobody' }, 'ownerEmail'],
    [{ owner: 'nobody' }, 'owner'],
    [{ openingBalance: 1 }, 'openingBalanceAt'],
    [{ openingBalanceAt: LINE_DAY }, 'openingBalance'],
    [{ openingBalance: '1', openingBalanceAt: LINE_DAY }, 'openingBalance'],
    [{ openingBalance: 0.5, openingBalanceAt: LINE_DAY }, 'openingBalance'],
    [{ openingBalance: 2 ** 53, openingBalanceAt: LINE_DAY }, 'openingBalance'],
    [{ openingBalance: 1, openingBalanceAt: tomorrow }, 'openingBalanceAt'],
  ];
  for (const [change, path] of BAD_STORES) {
    it(`refuses a store with ${JSON.stringify(change)}, and names the field`, async () => {
      const { status, body } = await platform.call('POST', '/stores', { ...STORE, handle: 'bad', ...change });
      assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST']);
      assert.deepEqual(body.details?.map((detail) => detail.path), [path]); // prettier-ignore
      assert.ok(body.error.includes(path), body.error);
    });
  }

  it('makes tokens of both modes, whose secrets work until they expire', async () => {
    const path = `/stores/${storeId}/tokens`;
    const expiresAt = new Date(clock() + 60_000).toISOString();
    const bearer = await platform.call<Token>('POST', path, { ...TOKEN, expiresAt });
    const { id, secret, createdAt, ...rest } = bearer.body.data;
    assert.match(id, /^stk_[0-9a-hjkmnp-tv-z]{24}$/);
    assert.match(secret, /^sk_live_[A-Za-z0-9_-]{43}$/);
    assert.equal(createdAt, new Date(clock()).toISOString());
    assert.deepEqual([bearer.status, rest], [201, { ...TOKEN, mode: 'BEARER', requireV2: false, expiresAt }]);
    const use = async () => (await fetch(`${daybook.baseUrl}/v2/core/stores/${storeId}/reports`, { headers: { Authorization: `Bearer ${secret}` } })).status; // prettier-ignore
    assert.equal(await use(), 200);
    clock.advance(60_000);
    assert.equal(await use(), 401);
    const hmac = await platform.call<Token>('POST', path, { ...TOKEN, mode: 'HMAC', requireV2: true });
    const { mode, requireV2, expiresAt: never } = hmac.body.data;
    assert.deepEqual([hmac.status, mode, requireV2, never], [201, 'HMAC', true, null]);
  });

  const BAD_TOKENS: [change: object, path: string][] = [
    [{ name: undefined }, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'two\nlines' }, 'name'],
    [{ permissions: [] }, 'permissions'],
    [{ permissions: ['REPORTS_DELETE'] }, 'permissions.0'],
    [{ permissions: ['REPORTS_READ', 'REPORTS_READ'] }, 'permissions'],
    [{ mode: 'bearer' }, 'mode'],
    [{ requireV2: true }, 'requireV2'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-02-30T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-01-01' }, 'expiresAt'],
    [{ expiresAt: 4_070_908_800 }, 'expiresAt'],
    [{ storeId: NOWHERE }, 'storeId'],
  ];
  for (const [change, path] of BAD_TOKENS) {
    it(`refuses a token with ${JSON.stringify(change)}, and names the field`, async () => {
      const { status, body } = await platform.call('POST', `/stores/${storeId}/tokens`, { ...TOKEN, ...change }); // prettier-ignore
      assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST']);
      assert.deepEqual(body.details?.map((detail) => detail.path), [path]); // prettier-ignore
      assert.ok(body.error.includes(path), body.error);
    });
  }

  for (const [what, id] of Object.entries({ unknown: NOWHERE, malformed: 'shp_\'"', empty: '%20' })) {
    it(`answers a store id that is ${what} with 404, whatever the body holds`, async () => {
      const token = await platform.call('POST', `/stores/${id}/tokens`, '{');
      const activity = await platform.send(id, 'nonsense', { 'Content-Type': 'text/plain' });
      for (const { status, body } of [token, activity]) {
        assert.deepEqual([status, body.code, body.error], [404, 'NOT_FOUND', 'There is no such store.']);
      }
    });
  }

  for (const path of ['/stores', '/stores/STORE/tokens']) {
    it(`refuses at POST ${path} what is no JSON, is too large or is of another media type`, async () => {
      const at = path.replace('STORE', storeId);
      const answers = [
        await platform.call('POST', at, '{"name":'),
        await platform.call('POST', at, `{"name":"${'x'.repeat(70_000)}"}`),
        await platform.call('POST', at, '{}', { 'Content-Type': 'text/plain' }),
      ].map(({ status, body }) => [status, body.code]);
      assert.deepEqual(answers, [[400, 'INVALID_REQUEST'], [413, 'PAYLOAD_TOO_LARGE'], [415, 'UNSUPPORTED_MEDIA_TYPE']]); // prettier-ignore
    });
  }
});
