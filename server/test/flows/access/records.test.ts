import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fastify } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import pg from 'pg';
import type { Caller } from '../../../src/domain/caller.ts';
import { DAY_MS } from '../../../src/domain/limits.ts';
import type { App } from '../../../src/http/app.ts';
import { answerError } from '../../../src/http/error-answer.ts';
import { requireAccess } from '../../../src/http/authenticate/require-access.ts';
import { registerApiLogRoutes } from '../../../src/http/routes/dashboard/api-logs.ts';
import { Failure } from '../../../src/http/schemas/envelope.ts';
import { validatorCompiler } from '../../../src/http/validator-compiler.ts';
import { listDownloads } from '../../../src/verbs/records/list-downloads.ts';
import { listApiRequests } from '../../../src/verbs/records/list-requests.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { createTestClock } from '../../support/test-clock.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};
const ALL = { page: 1, limit: 100 };
const NOT_STOPPED = new AbortController().signal;

function developer(storeId: string): Caller {
  return { kind: 'account', storeId, accountId: `acc_${'0'.repeat(24)}`, role: 'DEVELOPER' };
}

async function requestsOf(daybook: TestDaybook, { storeId }: TestStore, filter: object = {}) {
  await daybook.context.recorder.flush();
  return listApiRequests(daybook.context, developer(storeId), { storeId, ...ALL, ...filter });
}

async function downloadsOf(daybook: TestDaybook, { storeId }: TestStore) {
  await daybook.context.recorder.flush();
  return listDownloads(daybook.context, developer(storeId), { storeId, ...ALL });
}

/** As somebody beside Daybook sees the database; `role`: as which of its roles. */
async function beside<Result>(
  daybook: TestDaybook,
  run: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: daybook.database.superUrl });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

const lines = (items: readonly { method: string; path: string; status: number }[], storeId: string) =>
  items.map(
    ({ method, path, status }) => `${method} ${path.replace(`/v2/core/stores/${storeId}`, '')} ${status}`,
  );

describe('the records of a store', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ clock });
  });
  after(() => daybook.stop());

  it('hold every Store API request once, newest first, with its facts, and none of another store', async () => {
    const store = await createTestStore(daybook, { permissions: ['REPORTS_READ', 'REPORTS_WRITE'] });
    const other = await createTestStore(daybook);
    const calls = [
      ['POST', '/reports', APRIL, 201],
      ['GET', '/reports?limit=5&status=PENDING', undefined, 200],
      ['GET', '/reports?limit=0', undefined, 400],
      ['POST', '/reports', { ...APRIL, type: 'NONE' }, 400],
      ['GET', `/reports/rpt_${'0'.repeat(24)}`, undefined, 404],
      ['GET', '/payouts/ledger', undefined, 403],
    ] as const;
    const expected: string[] = [];
    let token: unknown;
    for (const [method, path, body, status] of calls) {
      clock.advance(1_000);
      const answer = await store.call<{ requestedByTokenId?: string }>(method, path, body);
      assert.equal(answer.status, status);
      token ??= answer.body.data.requestedByTokenId;
      const { items } = await requestsOf(daybook, store, { page: 1, limit: 1 });
      const { id, durationMs, ...facts } = items[0] ?? { id: '', durationMs: -1 };
      assert.match(id, /^rec_[0-9a-hjkmnp-tv-z]{24}$/);
      assert.ok(durationMs >= 0 && durationMs < 60_000);
      const shown = path.replace(/\?.*/, '');
      assert.deepEqual(facts, {
        at: clock(),
        method,
        path: `/v2/core/stores/${store.storeId}${shown}`,
        status,
        tokenId: token,
        ip: '127.0.0.1',
        requestId: answer.headers.get('x-request-id'),
      });
      expected.unshift(`${method} ${shown} ${status}`);
      await other.call('GET', '/reports');
    }
    const { items, total } = await requestsOf(daybook, store);
    assert.deepEqual([lines(items, store.storeId), total], [expected, calls.length]);
    assert.equal((await requestsOf(daybook, other)).total, calls.length);
  });

  it('hold what a token was refused for going too fast, and where it did not belong, under its own store', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    const other = await createTestStore(daybook);
    await Promise.all(Array.from({ length: 62 }, () => store.call('GET', '/reports?limit=1')));
    clock.advance(1_000);
    assert.equal((await other.call('GET', '/reports', undefined, store.secret)).status, 404);
    const { total } = await requestsOf(daybook, store);
    assert.equal(total, 63);
    assert.equal((await requestsOf(daybook, store, { statusFrom: 400 })).total, 3);
    assert.equal((await requestsOf(daybook, other)).total, 0);
  });

  it('hold nothing of a request without a valid token', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    for (const secret of ['', 'nonsense', `sk_live_${'A'.repeat(43)}`, `${store.secret}x`]) {
      assert.equal((await store.call('GET', '/reports', undefined, secret)).status, 401);
    }
    assert.equal((await requestsOf(daybook, store)).total, 0);
  });

  it('hold who was handed the URL of which file, and not the requests that got none', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    const { report } = await store.export({ ...APRIL, formats: ['CSV', 'JSON'] });
    assert.equal((await store.call('GET', `/reports/${report.id}/download/xml`)).status, 404);
    const { items, total } = await downloadsOf(daybook, store);
    assert.equal(total, 2);
    assert.deepEqual(
      items.map(({ reportId, format, tokenId, accountId, ip, at }) => [reportId, format, tokenId, accountId, ip, at]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)), // prettier-ignore
      ['CSV', 'JSON'].map((format) => [report.id, format, report['requestedByTokenId'], null, '127.0.0.1', clock()]), // prettier-ignore
    );
    const { items: requests } = await requestsOf(daybook, store);
    for (const { requestId } of items) assert.ok(requests.some((request) => request.requestId === requestId));
  });

  it('hold no secret, no signed URL and nothing of a query string', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    const { report } = await store.export(APRIL);
    await store.call('GET', `/reports?type=${store.secret}&hush=1`);
    await store.call('GET', `/reports/${store.secret}`);
    await store.call('GET', `/reports/${report.id}/download/${store.secret}?hush=2`);
    await store.call('GET', `/reports/${report.id}/download/${'x'.repeat(5_000)}hush`);
    await store.call('GET', `/reports/${report.id}/download/%00hush`);
    const { items } = await requestsOf(daybook, store);
    const shown = lines(items, store.storeId).filter((line) => line.includes('/:'));
    const pasted = `GET /reports/${report.id}/download/:format 404`;
    const counts = Object.groupBy(shown, (line) => line);
    assert.deepEqual(
      [counts[pasted]?.length, counts['GET /reports/:reportId 400']?.length, shown.length],
      [3, 1, 4],
    );
    const text = await beside(daybook, async (client) => {
      const { rows } = await client.query(
        'select (select json_agg(r) from daybook.api_requests r) as r, (select json_agg(d) from daybook.downloads d) as d',
      );
      return JSON.stringify(rows);
    });
    assert.ok(text.includes(report.id));
    assert.doesNotMatch(text, /sk_live_|hush|X-Amz|[?&=]|\/objects\//);
  });

  it('say when a token was last used, to the minute', async () => {
    clock.advance(60_000);
    const store = await createTestStore(daybook);
    const lastUsed = async (): Promise<unknown> => {
      await daybook.context.recorder.flush();
      return beside(daybook, async (client) => {
        const { rows } = await client.query<{ used: Date | null }>(
          'select last_used_at as used from daybook.tokens where store_id = $1',
          [store.storeId],
        );
        return rows[0]?.used?.getTime() ?? null;
      });
    };
    assert.equal(await lastUsed(), null);
    const first = clock();
    await store.call('GET', '/reports');
    assert.equal(await lastUsed(), first);
    clock.advance(59_999);
    await store.call('GET', '/reports');
    assert.equal(await lastUsed(), first);
    clock.advance(1);
    await store.call('GET', '/reports');
    assert.equal(await lastUsed(), first + 60_000);
  });

  it('can be added to by the recorder alone, which can read, change and delete none', async () => {
    const store = await createTestStore(daybook);
    await store.call('GET', '/reports');
    await daybook.context.recorder.flush();
    const client = new pg.Client({ connectionString: daybook.database.appUrl, options: '-c role=daybook_app -c search_path=daybook -c daybook.recorder=on' }); // prettier-ignore
    await client.connect();
    try {
      for (const table of ['api_requests', 'downloads', 'tokens', 'stores', 'reports']) {
        assert.equal((await client.query(`select 1 from ${table}`)).rowCount, 0, table);
      }
      assert.equal((await client.query('delete from api_requests')).rowCount, 0);
      await assert.rejects(client.query(`update api_requests set status = 200`), /permission denied/);
      await client.query(`set daybook.recorder = ''; set daybook.store_id = '${store.storeId}'`);
      assert.equal((await client.query('select 1 from api_requests')).rowCount, 1);
    } finally {
      await client.end();
    }
  });

  it('are gone after 30 days: from the pages at once, from the database with the sweep, in bounded steps, however often it runs', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    const ofStore = (table: string) =>
      beside(daybook, async (client) => (await client.query(`select 1 from daybook.${table} where store_id = $1`, [store.storeId])).rowCount); // prettier-ignore
    const sweep = async (signal = NOT_STOPPED): Promise<number> => {
      const { swept } = await daybook.sweep(signal);
      return swept.requests + swept.downloads;
    };
    await store.export(APRIL);
    await daybook.context.recorder.flush();
    await beside(daybook, (client) =>
      client.query(
        `insert into daybook.api_requests (store_id, id, at, method, path, status, duration_ms, token_id, request_id)
         select $1, 'rec_' || lpad(n::text, 24, '0'), $2, 'GET', '/', 200, 0, 'stk', 'req' from generate_series(1, 12000) n`,
        [store.storeId, new Date(clock())],
      ),
    );
    const before = await ofStore('api_requests');
    assert.ok((before ?? 0) > 12_000);
    clock.advance(30 * DAY_MS - 1);
    await sweep();
    assert.equal(await ofStore('api_requests'), before);
    clock.advance(1);
    assert.equal((await requestsOf(daybook, store)).total, 0);
    assert.equal((await downloadsOf(daybook, store)).total, 0);
    await store.call('GET', '/reports');
    await daybook.context.recorder.flush();
    assert.equal(await sweep(AbortSignal.abort()), 0);
    const deleted = await Promise.all([sweep(), sweep()]);
    await sweep();
    assert.ok(deleted[0] + deleted[1] > 12_000, 'two at once do not delete anything twice, or fail');
    assert.deepEqual([await ofStore('api_requests'), await ofStore('downloads')], [1, 0]);
    assert.equal(await sweep(), 0);
  });
});

describe('GET /api-logs', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let app: App;
  let store: TestStore;
  let caller: Caller;
  before(async () => {
    daybook = await startDaybook({ clock });
    // The session in front of this scope is another part's: here it lets in whomever the test names.
    app = fastify().withTypeProvider<TypeBoxTypeProvider>();
    app.setValidatorCompiler(validatorCompiler);
    app.setErrorHandler(answerError);
    app.addSchema(Failure);
    const prefix = '/v2/stores/:storeId';
    await app.register(
      async (scope: App) => {
        scope.addHook('onRequest', async (request) => requireAccess(caller, request));
        registerApiLogRoutes(scope, daybook);
      },
      { prefix },
    );
    store = await createTestStore(daybook);
    await store.export(APRIL);
    clock.advance(1_000);
    await store.call('GET', '/reports?limit=0');
    await store.call('GET', '/reports?limit=1');
    await daybook.context.recorder.flush();
  });
  after(async () => {
    await app.close();
    await daybook.stop();
  });

  type Page = { items: Record<string, unknown>[]; pagination: Record<string, number> };
  async function get(query: string, as: Caller = developer(store.storeId)) {
    caller = as;
    const answer = await app.inject({ url: `/v2/stores/${store.storeId}/api-logs${query}` });
    const body: { data: Page; code?: string; error?: string } = answer.json();
    return { status: answer.statusCode, ...body };
  }

  it('gives pages of requests, newest first, with exactly the fields of the contract', async () => {
    const first = await get('?limit=1');
    assert.equal(first.status, 200);
    const [item] = first.data.items;
    assert.deepEqual(Object.keys(item ?? {}), ['id', 'at', 'method', 'path', 'status', 'durationMs', 'tokenId', 'ip', 'requestId']); // prettier-ignore
    assert.equal(item?.['at'], new Date(clock()).toISOString());
    const { total, totalPages } = first.data.pagination;
    assert.ok(total && total >= 5);
    assert.equal(totalPages, total);
    const ids: unknown[] = [];
    for (let page = 1; page <= total; page += 1) ids.push((await get(`?limit=1&page=${page}`)).data.items[0]?.['id']); // prettier-ignore
    assert.deepEqual(
      ids,
      (await get('?kind=requests')).data.items.map(({ id }) => id),
    );
    assert.equal(new Set(ids).size, total);
    assert.deepEqual((await get('?page=1000000')).data.items, []);
  });

  it('gives pages of downloads', async () => {
    const { data } = await get('?kind=downloads');
    assert.equal(data.pagination['total'], 1);
    assert.deepEqual(Object.keys(data.items[0] ?? {}), ['id', 'at', 'reportId', 'format', 'tokenId', 'accountId', 'ip', 'requestId']); // prettier-ignore
    assert.deepEqual((await get(`?kind=downloads&before=${String(data.items[0]?.['at'])}`)).data, {
      items: [],
      pagination: { page: 1, limit: 25, total: 0, totalPages: 0 },
    });
    assert.deepEqual(
      (await get(`?kind=downloads&reportId=${String(data.items[0]?.['reportId'])}`)).data,
      data,
    );
    const other = await get(`?kind=downloads&reportId=rpt_${'0'.repeat(24)}`);
    assert.equal(other.data.pagination['total'], 0);
  });

  it('filters requests by token, class of status and time', async () => {
    const all = (await get('')).data;
    const token = String(all.items[0]?.['tokenId']);
    assert.deepEqual((await get(`?tokenId=${token}`)).data, all);
    assert.equal((await get(`?tokenId=stk_${'0'.repeat(24)}`)).data.pagination['total'], 0);
    assert.deepEqual(
      (await get('?status=4xx')).data.items.map(({ status }) => status),
      [400],
    );
    assert.equal((await get('?status=2xx')).data.pagination['total'], (all.pagination['total'] ?? 0) - 1);
    assert.equal((await get('?status=5xx')).data.pagination['total'], 0);
    const earlier = (await get(`?before=${new Date(clock()).toISOString()}`)).data;
    assert.equal(earlier.pagination['total'], (all.pagination['total'] ?? 0) - 2);
  });

  for (const query of [
    '?kind=all',
    '?status=404',
    '?kind=downloads&status=2xx',
    '?before=yesterday',
    '?tokenId=x',
    `?reportId=rpt_${'0'.repeat(24)}`,
    '?page=0',
    '?limit=101',
    '?since=1',
  ]) {
    it(`refuses ${query} and says why`, async () => {
      const { status, code, error } = await get(query);
      assert.deepEqual([status, code], [400, 'INVALID_REQUEST']);
      assert.match(error ?? '', new RegExp(/\?(?:kind=downloads&)?(\w+)/.exec(query)?.[1] ?? ''));
    });
  }

  it('is for developers and up, and for their own store', async () => {
    const { storeId } = store;
    for (const role of ['VIEWER', 'MODERATOR'] as const) {
      assert.equal((await get('', { kind: 'account', storeId, accountId: 'acc', role })).status, 403, role);
    }
    for (const role of ['DEVELOPER', 'ADMINISTRATOR', 'OWNER'] as const) {
      assert.equal((await get('', { kind: 'account', storeId, accountId: 'acc', role })).status, 200, role);
    }
    const other = await createTestStore(daybook);
    assert.equal((await get('', developer(other.storeId))).status, 404);
    const moderator: Caller = { kind: 'account', storeId, accountId: 'acc', role: 'MODERATOR' };
    for (const list of [listApiRequests, listDownloads]) {
      await assert.rejects(list(daybook.context, moderator, { storeId, ...ALL }), { code: 'FORBIDDEN' });
      await assert.rejects(list(daybook.context, developer(other.storeId), { storeId, ...ALL }), { code: 'NOT_FOUND' }); // prettier-ignore
      await assert.rejects(list(daybook.context, { kind: 'token', storeId, tokenId: 'stk', permissions: ['REPORTS_READ'] }, { storeId, ...ALL }), { code: 'FORBIDDEN' }); // prettier-ignore
    }
  });
});
