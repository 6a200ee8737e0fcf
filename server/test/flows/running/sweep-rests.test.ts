import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/limits.ts';
import type { Swept } from '../../../src/jobs/swept.ts';
import { signIn } from '../../support/dashboard.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { createLogLines } from '../../support/log-lines.ts';
import { createTestClock } from '../../support/test-clock.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};

describe('the sweep of what requests and sign-ins leave', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  const lines = createLogLines();
  let daybook: TestDaybook;
  let store: TestStore;
  let client: pg.Client;
  before(async () => {
    daybook = await startDaybook({ clock, mailWritten: mailbox.mailWritten, log: lines.log });
    client = new pg.Client({
      connectionString: daybook.database.superUrl,
      options: '-c search_path=daybook',
    });
    await client.connect();
    await lines.until('"msg":"swept"');
    store = await createTestStore(daybook);
  });
  after(async () => {
    await client.end();
    await daybook.stop();
  });

  /** What there was to sweep of these. */
  async function sweep(): Promise<Partial<Swept>> {
    const { swept, failures, finished } = await daybook.sweep(AbortSignal.any([]));
    assert.deepEqual([failures, finished], [[], true]);
    const { requests: _requests, downloads: _downloads, reports: _reports, ...rests } = swept;
    return Object.fromEntries(Object.entries(rests).filter(([, count]) => count > 0));
  }

  async function countsOf(...tables: string[]): Promise<number[]> {
    const counts = tables.map((table) => `(select count(*)::int from ${table})`);
    const { rows } = await client.query<{ counts: number[] }>(`select array[${counts.join()}] as counts`);
    return rows[0]?.counts ?? [];
  }

  it('forgets nonces, idempotency keys and sign-ins once they guard nothing, and not before', async () => {
    const browser = await signIn(daybook, mailbox, 'owner@example.com');
    const gone = await signIn(daybook, mailbox, 'owner@example.com');
    assert.equal((await gone.call('DELETE', '/v2/auth/session')).status, 200);
    const used = await countsOf('magic_links', 'sign_in_requests', 'sessions', 'refresh_tokens');
    assert.deepEqual(used, [2, 1, 2, 2]);
    const post = (key: string) =>
      fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${store.secret}`, 'Content-Type': 'application/json', 'Idempotency-Key': key }, // prettier-ignore
        body: JSON.stringify(APRIL),
      });
    assert.equal((await post('key')).status, 201);
    await client.query(
      `insert into hmac_nonces (store_id, token_id, nonce, expires_at) select store_id, id, repeat('n', 16), $2 from tokens where store_id = $1`,
      [store.storeId, new Date(clock() + 5 * MINUTE_MS).toISOString()],
    );
    const rests = () => countsOf('hmac_nonces', 'idempotency_keys', 'magic_links', 'sign_in_requests', 'sessions', 'refresh_tokens'); // prettier-ignore

    clock.advance(10 * MINUTE_MS - 1);
    assert.deepEqual(await sweep(), {});
    clock.advance(1);
    assert.deepEqual(await sweep(), { nonces: 1 });
    clock.advance(24 * HOUR_MS - 10 * MINUTE_MS - 1);
    assert.equal((await post('key')).headers.get('idempotent-replay'), 'true');
    assert.deepEqual(await sweep(), {});
    clock.advance(10 * MINUTE_MS);
    assert.equal((await browser.refresh()).status, 200);
    assert.deepEqual(await sweep(), { idempotencyKeys: 1, signInCounters: 1, sessions: 1 });
    clock.advance(1);
    assert.deepEqual(await sweep(), { signInLinks: 2 });
    assert.deepEqual(await rests(), [0, 0, 0, 0, 1, 2], 'the session that goes on, with both its tokens');

    clock.advance(29 * DAY_MS);
    assert.equal((await browser.refresh()).status, 200);
    clock.advance(DAY_MS);
    const { refreshTokens, sessions } = await sweep();
    assert.deepEqual([refreshTokens, sessions], [1, undefined]);
    assert.equal((await browser.refresh()).status, 200, 'the session still goes on');
    clock.advance(31 * DAY_MS - 1);
    assert.equal((await sweep()).sessions, undefined);
    clock.advance(1);
    assert.equal((await sweep()).sessions, 1);
    assert.deepEqual(await rests(), [0, 0, 0, 0, 0, 0]);
  });

  it('sees of accounts only what was over by the instant that it names', async () => {
    await signIn(daybook, mailbox, 'owner@example.com');
    const app = new pg.Client({
      connectionString: daybook.database.appUrl,
      options: '-c role=daybook_app -c search_path=daybook',
    });
    await app.connect();
    try {
      await app.query('begin');
      for (const [until, seen] of [
        [new Date(clock()).toISOString(), 0],
        ['', 0],
        [new Date(clock() + 31 * DAY_MS).toISOString(), 1],
      ] as const) {
        await app.query(`select set_config('daybook.swept_until', $1, true)`, [until]);
        for (const table of ['magic_links', 'sessions', 'refresh_tokens']) {
          assert.equal((await app.query(`delete from ${table}`)).rowCount ?? 0, seen === 1 && table !== 'refresh_tokens' ? 1 : 0, `${table} ${until}`); // prettier-ignore
        }
      }
    } finally {
      await app.query('rollback');
      await app.end();
    }
  });
});
