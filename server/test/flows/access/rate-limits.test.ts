import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import {
  RATE_LIMIT_REFUSED_AT_ONCE_PER_SECOND as REFUSED_AT_ONCE,
  REFUSAL_HELD_MS,
} from '../../../src/domain/limits.ts';
import { createToken } from '../../../src/verbs/tokens/create.ts';
import { listTokens } from '../../../src/verbs/tokens/list.ts';
import { rollSecret } from '../../../src/verbs/tokens/roll-secret.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { hmacClient } from '../../support/access/hmac-client.ts';
import { createLogLines } from '../../support/log-lines.ts';
import { noRedis, startRedis, type TestRedis } from '../../support/servers/redis.ts';
import { createTestClock } from '../../support/test-clock.ts';

const LIMIT = 60;
const AT_ONCE = 12;
const OPERATOR = { kind: 'operator' } as const;

async function ask(daybook: TestDaybook, store: TestStore, headers: Record<string, string> = {}) {
  const response = await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports?limit=1`, {
    headers: { Authorization: `Bearer ${store.secret}`, ...headers },
  });
  const body = (await response.json()) as { code?: string };
  return { status: response.status, code: body.code, headers: response.headers };
}

const askTimes = (daybook: TestDaybook, store: TestStore, times: number) =>
  Promise.all(Array.from({ length: times }, () => ask(daybook, store)));

const accepted = (answers: { status: number }[]) => answers.filter(({ status }) => status === 200).length;

describe('the requests of one token in one second', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ clock, working: false });
  });
  after(() => daybook.stop());

  it('are 60 of 200; the next second takes more, and another token is not held up', async () => {
    clock.advance(1_000 - (clock() % 1_000));
    const [store, other] = [await createTestStore(daybook), await createTestStore(daybook)];
    const answers = await askTimes(daybook, store, 200);
    assert.equal(accepted(answers), LIMIT);
    const refused = answers.find(({ status }) => status !== 200);
    assert.deepEqual([refused?.status, refused?.code], [429, 'RATE_LIMITED']);
    assert.equal(refused?.headers.get('retry-after'), '1');
    assert.equal(refused?.headers.get('x-ratelimit-remaining'), '0');
    assert.equal(refused?.headers.get('x-ratelimit-reset'), String(Math.floor(clock() / 1_000) + 1));
    assert.equal((await ask(daybook, other)).status, 200);
    clock.advance(1_000);
    assert.equal((await ask(daybook, store)).status, 200);
  });

  it('beyond the limit are refused without a look at the database', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    await askTimes(daybook, store, 2 * LIMIT);
    let looks = 0;
    const look = () => (looks += 1);
    daybook.context.database.pool.on('acquire', look);
    const more = await askTimes(daybook, store, 2 * LIMIT);
    daybook.context.database.pool.off('acquire', look);
    assert.equal(accepted(more), 0);
    assert.ok(looks < LIMIT / 4, `${looks} looks, where records of requests are written now and then`);
    clock.advance(1_000);
    assert.equal(accepted(await askTimes(daybook, store, 2 * LIMIT)), LIMIT, 'the next second begins anew');
  });

  it('are refused at once 60 times; who goes on asking in that second waits for each further answer', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    assert.equal(accepted(await askTimes(daybook, store, LIMIT)), LIMIT);
    const one = async (): Promise<number> => {
      const askedAt = performance.now();
      assert.equal((await ask(daybook, store)).status, 429);
      return performance.now() - askedAt;
    };
    let atOnceMs = 0;
    for (let nth = 0; nth < REFUSED_AT_ONCE; nth += 1) atOnceMs += await one();
    assert.ok(atOnceMs < (REFUSED_AT_ONCE * REFUSAL_HELD_MS) / 2, `${atOnceMs} ms`);
    for (let nth = 0; nth < 2; nth += 1) assert.ok((await one()) >= REFUSAL_HELD_MS / 2);
  });

  it('leave a secret that was rolled while it was beyond the limit dead in the next second', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    await askTimes(daybook, store, 2 * LIMIT);
    const [{ id: tokenId } = { id: '' }] = await listTokens(daybook.context, OPERATOR, store);
    const { secret } = await rollSecret(daybook.context, OPERATOR, { storeId: store.storeId, tokenId });
    assert.equal((await ask(daybook, store)).status, 429, 'nobody is let in in the same second either');
    clock.advance(1_000);
    assert.equal((await ask(daybook, store)).status, 401);
    assert.equal((await ask(daybook, { ...store, secret })).status, 200);
  });

  it('count in the second in which they are let in: a late body gives nobody a second share of one', async () => {
    clock.advance(1_000);
    const store = await createTestStore(daybook);
    const signer = await createToken(daybook.context, OPERATOR, { storeId: store.storeId, name: 'signs', permissions: ['REPORTS_WRITE'], mode: 'HMAC' }); // prettier-ignore
    const late = request(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${signer.id}`,
        'X-Signature': hmacClient(daybook, store.storeId, signer).sign('{}'),
        'Content-Type': 'application/json',
        'Content-Length': 2,
        Expect: '100-continue',
      },
    });
    late.flushHeaders();
    await once(late, 'continue');
    clock.advance(1_000);
    assert.equal(accepted(await askTimes(daybook, store, LIMIT - 10)), LIMIT - 10);
    late.end('{}');
    const [answer] = (await once(late, 'response')) as [IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 400, 'it was let in, and its body is no report');
    assert.equal(answer.headers['x-ratelimit-reset'], String(Math.floor(clock() / 1_000) + 1));
    assert.equal(accepted(await askTimes(daybook, store, LIMIT)), 10);
  });
});

describe('three processes that share a Redis', { skip: noRedis }, () => {
  const clock = createTestClock();
  const log = createLogLines();
  let redis: TestRedis;
  let processes: TestDaybook[];
  before(async () => {
    redis = await startRedis();
    const settings = { redisUrl: redis.url };
    const first = await startDaybook({ clock, working: false, settings, log: log.log });
    processes = [first];
    for (let nth = 0; nth < 2; nth += 1)
      processes.push(await startDaybook({ clock, working: false, settings, on: first }));
  });
  after(async () => {
    for (const daybook of processes.toReversed()) await daybook.stop();
    await redis.kill();
  });

  /** Sends 200 requests of one token, spread over the processes, in one second of the clock. */
  async function flood(): Promise<number> {
    clock.advance(1_000 - (clock() % 1_000));
    const store = await createTestStore(processes[0] as TestDaybook);
    const spread = Array.from({ length: 200 }, (_, nth) => processes[nth % 3] as TestDaybook);
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    // All in one second of the clock; a few at a time, so that three processes fit into one small Postgres.
    for (let from = 0; from < spread.length; from += AT_ONCE) {
      const some = spread.slice(from, from + AT_ONCE);
      answers.push(...(await Promise.all(some.map((daybook) => ask(daybook, store)))));
    }
    for (const { status } of answers) assert.ok(status === 200 || status === 429, `${status}`);
    return accepted(answers);
  }

  /** Until they count together: a connection that is made anew takes a moment. */
  async function floodUntilShared(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) if ((await flood()) === LIMIT) return;
    assert.fail('they never counted together');
  }

  it('let 60 of 200 through together', async () => {
    await floodUntilShared();
    assert.equal(await flood(), LIMIT);
  });

  it('go on, each counting for itself, when Redis dies, and count together again when it is back', async () => {
    await floodUntilShared();
    const outages = () => log.text().split('counts requests for itself').length;
    const before = outages();
    await redis.kill();
    assert.equal(await flood(), 3 * LIMIT);
    assert.equal(outages() - before, 1, 'one line for the outage, however many requests');
    await redis.start();
    await floodUntilShared();
  });
});

describe('bad credentials from one address', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  const wrong = () => ({ Authorization: `Bearer sk_live_${randomBytes(32).toString('base64url')}` });
  before(async () => {
    daybook = await startDaybook({ clock, working: false, settings: { trustedProxies: ['127.0.0.1'] } });
    store = await createTestStore(daybook);
  });
  after(() => daybook.stop());

  const from = (ip: string) => ({ 'X-Forwarded-For': ip });
  const guess = async (ip: string, times: number) => {
    const answers = [];
    for (let nth = 0; nth < times; nth += 1)
      answers.push(await ask(daybook, store, { ...wrong(), ...from(ip) }));
    return answers.map(({ status }) => status);
  };

  it('are answered 60 times a minute, and then no more looked up, with the time to wait', async () => {
    clock.advance(60_000 - (clock() % 60_000));
    assert.deepEqual(
      await guess('192.0.2.1', 60),
      Array.from({ length: 60 }, () => 401),
    );
    const next = await ask(daybook, store, { ...wrong(), ...from('192.0.2.1') });
    assert.deepEqual([next.status, next.code, next.headers.get('retry-after')], [429, 'RATE_LIMITED', '60']);
    assert.deepEqual(await guess('192.0.2.2', 1), [401]);
    clock.advance(60_000);
    assert.deepEqual(await guess('192.0.2.1', 1), [401]);
  });

  it('do not lock out a credential that was good a moment ago behind the same address', async () => {
    clock.advance(60_000 - (clock() % 60_000));
    assert.equal((await ask(daybook, store, from('192.0.2.3'))).status, 200);
    await guess('192.0.2.3', 61);
    assert.equal((await ask(daybook, store, from('192.0.2.3'))).status, 200);
    const unseen = await createTestStore(daybook);
    assert.equal((await ask(daybook, unseen, from('192.0.2.3'))).status, 429);
  });

  it('count together for the 64 bits of an IPv6 address that one site owns', async () => {
    clock.advance(60_000 - (clock() % 60_000));
    await guess('2001:db8:1:2::1', 30);
    await guess('2001:db8:1:2:ffff::9', 30);
    assert.deepEqual(await guess('2001:db8:1:2:abcd:1:2:3', 1), [429]);
    assert.deepEqual(await guess('2001:db8:1:3::1', 1), [401]);
  });

  it('belong to the peer where no proxy is trusted, whatever X-Forwarded-For says', async () => {
    const alone = await startDaybook({ clock, working: false, on: daybook });
    try {
      clock.advance(60_000 - (clock() % 60_000));
      for (let nth = 0; nth < 60; nth += 1)
        await ask(alone, store, { ...wrong(), ...from(`198.51.100.${nth}`) });
      assert.equal((await ask(alone, store, { ...wrong(), ...from('198.51.100.99') })).status, 429);
    } finally {
      await alone.stop();
    }
  });
});
