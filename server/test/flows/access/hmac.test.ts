import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createToken } from '../../../src/verbs/tokens/create.ts';
import { deleteToken } from '../../../src/verbs/tokens/delete.ts';
import { rollSecret } from '../../../src/verbs/tokens/roll-secret.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { hmacClient } from '../../support/access/hmac-client.ts';
import { createTestClock } from '../../support/test-clock.ts';

const OPERATOR = { kind: 'operator' } as const;
const REPORT = JSON.stringify({
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
});
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('a token of the mode HMAC', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ clock });
  });
  after(() => daybook.stop());

  async function client(options: { requireV2?: boolean; expiresAt?: string } = {}) {
    clock.advance(1_000);
    store = await createTestStore(daybook);
    const token = await createToken(daybook.context, OPERATOR, {
      ...{ storeId: store.storeId, name: 'cron', mode: 'HMAC' },
      permissions: ['REPORTS_READ', 'REPORTS_WRITE'],
      ...options,
    });
    return { token, ...hmacClient(daybook, store.storeId, token) };
  }
  type Client = Awaited<ReturnType<typeof client>>;

  const get = (each: Client, version: 1 | 2, tampering = {}, path = '/reports?limit=5') =>
    each.send(version, 'GET', path, '', clock(), tampering);
  const post = (
    each: Client,
    version: 1 | 2,
    { headers = {}, ...tampering }: { headers?: object; body?: string } = {},
    nonce?: string,
  ) =>
    each.send(
      version,
      'POST',
      '/reports',
      REPORT,
      clock(),
      { headers: { ...JSON_TYPE, ...headers }, ...tampering },
      nonce,
    );

  /** Every refusal is 401; without a valid signature all of them say the same. */
  async function assertUniform(answer: Promise<{ status: number; text: string }>, what: string) {
    const { status, text } = await answer;
    const { text: unknown } = await hmacClient(daybook, store.storeId, {
      id: 'stk_00000000000000000000000000',
      secret: 'sk_live_unknown',
    }).send(1, 'GET', '/reports', '', clock());
    const withoutId = (body: string) => body.replace(/"requestId":"[^"]*"/, '');
    assert.equal(status, 401, what);
    assert.equal(withoutId(text), withoutId(unknown), what);
  }

  it('signs GETs and POSTs with a body by version 1, and everything by version 2', async () => {
    const one = await client();
    assert.equal((await get(one, 1)).status, 200);
    assert.equal((await post(one, 1)).status, 201);
    assert.equal((await get(one, 2)).status, 200);
    assert.equal((await post(one, 2)).status, 201);
  });

  it('signs the text of the key in hex; a signature in capitals is the same signature', async () => {
    const one = await client();
    assert.equal((await get(one, 1, { headers: { 'X-Signature': one.sign('').toUpperCase() } })).status, 200);
    const rawKey = hmacClient(daybook, store.storeId, { ...one.token, secret: `${one.token.secret} ` });
    await assertUniform(rawKey.send(1, 'GET', '/reports', '', clock()), 'another key');
  });

  it('refuses a signature that is missing, of another body, path, query, method, or half changed, all alike', async () => {
    const one = await client();
    const flipped = one.sign('').replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const cases: [string, Promise<{ status: number; text: string }>][] = [
      ['no signature', get(one, 1, { headers: { 'X-Signature': undefined } })],
      ['a flipped bit', get(one, 1, { headers: { 'X-Signature': flipped } })],
      ['too short', get(one, 1, { headers: { 'X-Signature': one.sign('').slice(1) } })],
      ['v1, another body', post(one, 1, { body: REPORT.replace('04-01', '04-02') })],
      ['v2, another body', post(one, 2, { body: `${REPORT} ` })],
      ['v2, another path', get(one, 2, { path: '/payouts/ledger' })],
      ['v2, another query', get(one, 2, { path: '/reports?limit=6' })],
      ['v2, no query', get(one, 2, { path: '/reports' })],
      ['v2, another method', one.send(2, 'GET', '/reports', '', clock(), { method: 'POST' })],
      [
        'v2, another timestamp',
        get(one, 2, { headers: { 'X-Signature-Timestamp': String(Math.floor(clock() / 1_000) + 1) } }),
      ],
      ['v2, another nonce', get(one, 2, { headers: { 'X-Signature-Nonce': 'another_nonce_another' } })],
      ['v2 as v1', get(one, 2, { headers: { 'X-Signature-Version': undefined } })],
      ['an unknown version', get(one, 2, { headers: { 'X-Signature-Version': '3' } })],
    ];
    for (const [what, answer] of cases) await assertUniform(answer, what);
  });

  it('takes a timestamp 300 s off and refuses one 301 s off, saying what the time is', async () => {
    const one = await client();
    for (const skew of [-300, 300]) {
      const at = Math.floor(clock() / 1_000) * 1_000 + skew * 1_000;
      clock.advance(-(clock() % 1_000));
      assert.equal((await one.send(2, 'GET', '/reports', '', at)).status, 200, `${skew}`);
    }
    for (const skew of [-301, 301]) {
      const { status, body } = await one.send(2, 'GET', '/reports', '', clock() + skew * 1_000);
      assert.equal(status, 401);
      assert.match(body.error ?? '', new RegExp(`${Math.floor(clock() / 1_000)} here, within 300 s`));
    }
  });

  it('takes a nonce once for anything but GET, also of two requests at the same time and after five minutes', async () => {
    const one = await client();
    const nonce = 'nonce_nonce_nonce_1';
    const both = await Promise.all([post(one, 2, {}, nonce), post(one, 2, {}, nonce)]);
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 401],
    );
    assert.match(both.find(({ status }) => status === 401)?.body.error ?? '', /used before/);
    const again = await one.send(
      2,
      'POST',
      '/reports',
      REPORT,
      clock() + 299_000,
      { headers: JSON_TYPE },
      'n'.repeat(16),
    );
    assert.equal(again.status, 201);
    const late = clock() + 299_000;
    clock.advance(598_000);
    assert.equal(
      (await one.send(2, 'POST', '/reports', REPORT, late, { headers: JSON_TYPE }, 'n'.repeat(16))).status,
      401,
    );
    const shared = 'get_nonce_get_nonce';
    for (let time = 0; time < 2; time += 1)
      assert.equal((await one.send(2, 'GET', '/reports', '', clock(), {}, shared)).status, 200);
    for (const bad of ['short', 'x'.repeat(65), 'with space with space'])
      assert.match((await post(one, 2, {}, bad)).body.error ?? '', /16 to 64/);
  });

  it('refuses version 1 on a POST without a body, and everywhere when the token requires version 2', async () => {
    const one = await client();
    const bodiless = await one.send(1, 'POST', '/reports', '', clock());
    assert.equal(bodiless.status, 401);
    assert.match(bodiless.body.error ?? '', /version 2/);
    const strict = await client({ requireV2: true });
    assert.match((await get(strict, 1)).body.error ?? '', /version 2 only/);
    assert.equal((await get(strict, 2)).status, 200);
  });

  it('is no bearer: neither its id alone, nor its secret, nor a bearer token’s id with a signature', async () => {
    const one = await client();
    for (const credential of [one.token.id, one.token.secret]) {
      assert.equal((await store.call('GET', '/reports', undefined, credential)).status, 401);
    }
    const bearer = await createToken(daybook.context, OPERATOR, {
      ...{ storeId: store.storeId, name: 'bearer', mode: 'BEARER', permissions: ['REPORTS_READ'] },
    });
    const asHmac = hmacClient(daybook, store.storeId, bearer);
    await assertUniform(asHmac.send(1, 'GET', '/reports', '', clock()), 'a bearer token, signed');
  });

  it('expires to the instant, and is dead from the roll or the deletion on', async () => {
    const expiring = await client({ expiresAt: new Date(clock() + 10_000).toISOString() });
    assert.equal((await get(expiring, 1)).status, 200);
    clock.advance(10_000);
    await assertUniform(get(expiring, 1), 'expired');

    const one = await client();
    const rolled = await rollSecret(daybook.context, OPERATOR, {
      storeId: store.storeId,
      tokenId: one.token.id,
    });
    await assertUniform(get(one, 1), 'rolled');
    const renewed = hmacClient(daybook, store.storeId, rolled);
    assert.equal((await renewed.send(2, 'GET', '/reports', '', clock())).status, 200);
    await deleteToken(daybook.context, OPERATOR, { storeId: store.storeId, tokenId: one.token.id });
    await assertUniform(renewed.send(2, 'GET', '/reports', '', clock()), 'deleted');
  });

  it('is kept sealed: neither its secret nor the key it signs with can be read from the database', async () => {
    const one = await client();
    const { rows } = await daybook.context.database.pool.query<{ sealed_key: Buffer }>(
      `select sealed_key from (select set_config('daybook.token_id', $1, false)) s, daybook.tokens where id = $1`,
      [one.token.id],
    );
    await daybook.context.database.pool.query(`select set_config('daybook.token_id', '', false)`);
    const sealed = rows[0]?.sealed_key ?? Buffer.alloc(0);
    assert.ok(sealed.length > 32);
    for (const secret of [Buffer.from(one.token.secret), Buffer.from(one.key), Buffer.from(one.key, 'hex')])
      assert.equal(sealed.includes(secret), false);
  });

  it('reads no more of a body than a route takes, and parses it only once it is verified', async () => {
    const one = await client();
    const huge = await one.send(2, 'POST', '/reports', randomBytes(80_000).toString('hex'), clock(), {
      headers: JSON_TYPE,
    });
    assert.deepEqual([huge.status, huge.body.code], [413, 'PAYLOAD_TOO_LARGE']);
    const broken = await one.send(2, 'POST', '/reports', '{', clock(), { headers: JSON_TYPE });
    assert.deepEqual([broken.status, broken.body.code], [400, 'INVALID_REQUEST']);
    await assertUniform(
      one.send(2, 'POST', '/reports', '{}', clock(), { headers: JSON_TYPE, body: '{' }),
      'no JSON, badly signed',
    );
  });
});
