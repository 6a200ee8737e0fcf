import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type AccessCaller, createAccessCallers, signInAnew } from '../../support/access/access-callers.ts';
import {
  type AccessRequest,
  missingRequest,
  soundRequest,
  thingsOf,
  unsoundRequest,
} from '../../support/access/access-requests.ts';
import { ACCESS_ROWS, type AccessRow } from '../../support/access/access-table.ts';
import { type AccessWorld, createAccessWorld } from '../../support/access/access-world.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { registeredRoutes } from '../../support/access/registered-routes.ts';
import { createTestClock } from '../../support/test-clock.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
};

type Answers = Record<string, string>;

let addresses = 0;
const nextAddress = (): string => `198.51.${(addresses += 1) >> 8}.${addresses & 255}`;

describe('whoever asks', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let world: AccessWorld;
  let callers: Record<string, AccessCaller>;
  let reportId: string;
  let objectPath: string;
  let superuser: pg.Client;
  before(async () => {
    daybook = await startDaybook({ clock, settings: { trustedProxies: ['127.0.0.1'] } });
    superuser = new pg.Client({ connectionString: daybook.database.superUrl });
    await superuser.connect();
    world = await createAccessWorld(daybook, clock);
    callers = await createAccessCallers(world);
    const period = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
    reportId = (await world.store.export(period)).report.id;
    const { body } = await world.store.call<{ url: string }>('GET', `/reports/${reportId}/download/csv`);
    objectPath = body.data.url.slice(`${daybook.baseUrl}/objects/`.length);
  });
  after(async () => {
    await superuser.end();
    await daybook.stop();
  });

  /** Sends the request as this caller: the status with the code of a failure. */
  async function answerTo(caller: AccessCaller, request: AccessRequest): Promise<string> {
    const { method, path, body = '' } = request;
    const response = await fetch(daybook.baseUrl + path, {
      method,
      // From an address of its own: what is refused here is refused for what it is.
      headers: {
        ...request.headers,
        ...caller.headers({ method, path, body }),
        'X-Forwarded-For': nextAddress(),
      },
      ...(body === '' ? {} : { body }),
    });
    const text = await response.text();
    if (response.status < 400 || method === 'HEAD') return String(response.status);
    return `${response.status} ${(JSON.parse(text) as { code: string }).code}`;
  }

  it('finds no route without a line in the table, and no line without a route', async () => {
    const response = await fetch(`${daybook.baseUrl}/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, object> };
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const lines = [...new Set(ACCESS_ROWS.map(({ method, path }) => `${method} ${path}`))];
    assert.deepEqual(
      told.filter((route) => !lines.includes(route)),
      [],
    );
    assert.deepEqual(lines.toSorted(), (await registeredRoutes(daybook)).toSorted());
  });

  for (const row of ACCESS_ROWS) {
    const { method, path, note, cells } = row;
    it(`is answered as the table says: ${method} ${path} ${note}`.trim(), async () => {
      assert.deepEqual(Object.keys(cells), Object.keys(callers));
      const actual: Answers = {};
      const expected: Answers = {};
      for (const name of Object.keys(callers)) {
        const asked = await askThrice(row, name);
        Object.assign(actual, asked.actual);
        Object.assign(expected, asked.expected);
      }
      clock.advance(1_000);
      assert.deepEqual(actual, expected);
    });
  }

  /** Who sends requests of this row, and room in the limits for them. */
  async function callerFor({ method, path }: AccessRow, name: string): Promise<AccessCaller> {
    const caller = callers[name] as AccessCaller;
    if (path === '/v2/auth/magic-link') await superuser.query('delete from daybook.sign_in_requests');
    const endsIt = method === 'DELETE' && path === '/v2/auth/session';
    return endsIt && caller.accountId ? signInAnew(world, caller.accountId) : caller;
  }

  /** A request for what is not there, one with something wrong in it, and a sound one, in this order. */
  async function askThrice(row: AccessRow, name: string): Promise<{ actual: Answers; expected: Answers }> {
    const status = row.cells[name] ?? 0;
    const word = row.method === 'HEAD' || status < 400 ? String(status) : `${status} ${CODES[status]}`;
    const caller = await callerFor(row, name);
    const unsigned = objectPath.replace(/\?.*/, '');
    const ids = {
      ...(await thingsOf(world, row, caller, { reportId, status })),
      path: row.note === '(unsigned)' ? unsigned : objectPath,
    };
    const sound = await soundRequest(world, row, caller, ids);
    const actual: Answers = {};
    const expected: Answers = {};
    const missing = row.note ? undefined : missingRequest(row, sound, ids);
    if (missing) {
      actual[`${name}, missing`] = await answerTo(caller, missing);
      expected[`${name}, missing`] = status < 400 ? '404 NOT_FOUND' : word;
    }
    const unsound = row.note ? undefined : unsoundRequest(row, sound, ids);
    if (unsound) {
      actual[`${name}, unsound`] = await answerTo(caller, unsound);
      expected[`${name}, unsound`] = status < 400 ? '400 INVALID_REQUEST' : word;
    }
    actual[name] = await answerTo(caller, sound);
    expected[name] = word;
    return { actual, expected };
  }
});
