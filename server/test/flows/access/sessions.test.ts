import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findAccountByAddress } from '../../../src/db/accounts.ts';
import { inAddress } from '../../../src/db/transaction.ts';
import { newSignInSecret } from '../../../src/keys/sign-in-secret.ts';
import { startSession } from '../../../src/verbs/sessions/start.ts';
import { createBrowser, signIn, tokenIn } from '../../support/dashboard.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { type Platform, platformOf } from '../../support/platform.ts';
import { createTestClock } from '../../support/test-clock.ts';

const OWNER = 'owner@example.com';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type SessionItem = { id: string; device: string; ip: string; createdAt: string; lastUsedAt: string; current: boolean }; // prettier-ignore

const ascending = (one: number, other: number) => one - other;

describe('a session', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  let daybook: TestDaybook;
  let platform: Platform;
  let storeId: string;
  before(async () => {
    daybook = await startDaybook({ clock, mailWritten: mailbox.mailWritten });
    platform = platformOf(daybook);
    storeId = await platform.createStore({ title: 'Lumen', handle: 'lumen', ownerEmail: OWNER });
  });
  after(() => daybook.stop());

  /** A new hour, so that no limit of an earlier case is met. */
  const nextHour = () => clock.advance(61 * MINUTE_MS);
  const enter = (email = OWNER) => (nextHour(), signIn(daybook, mailbox, email));
  const askForLink = async (email = OWNER) => {
    await createBrowser(daybook).call('POST', '/v2/auth/magic-link', { body: { email } });
    return tokenIn((await mailbox.next(email)).link);
  };
  const exchange = (token: string) =>
    createBrowser(daybook).call('POST', '/v2/auth/session', { body: { token }, headers: { 'X-Request-Id': 'same' } }); // prettier-ignore

  it('begins with a link in a mail, shows who one is and where, and ends with signing out', async () => {
    nextHour();
    const browser = createBrowser(daybook);
    const asked = await browser.call<{ message: string }>('POST', '/v2/auth/magic-link', {
      body: { email: OWNER },
    });
    assert.equal(asked.status, 200);
    const { link } = await mailbox.next(OWNER);
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/sign-in#token=sml_[A-Za-z0-9_-]{43}$/);
    const started = await browser.call<{ accessToken: string; expiresAt: string; account: { id: string } }>('POST', '/v2/auth/session', { body: { token: tokenIn(link) } }); // prettier-ignore
    const { accessToken, expiresAt, account } = started.body.data;
    assert.equal(started.status, 200);
    assert.deepEqual(Object.keys(started.body.data).toSorted(), ['accessToken', 'account', 'expiresAt']);
    assert.equal(Date.parse(expiresAt), Math.floor(clock() / 1_000) * 1_000 + 15 * MINUTE_MS);
    assert.match(
      started.headers.get('set-cookie') ?? '',
      /^daybook_refresh=srt_[A-Za-z0-9_-]{43}; HttpOnly; Secure; SameSite=Strict; Path=\/v2\/auth; Max-Age=2592000$/,
    );
    browser.accessToken = accessToken;
    const me = await browser.call('GET', '/v2/me');
    const store = {
      id: storeId,
      title: 'Lumen',
      handle: 'lumen',
      currency: 'USD',
      country: 'GB',
      role: 'OWNER',
    };
    assert.deepEqual(me.body.data, { account: { id: account.id, email: OWNER }, stores: [store] });
    assert.deepEqual((await browser.call('GET', `/v2/stores/${storeId}`)).body.data, store);
    const list = await browser.call<{ items: SessionItem[] }>('GET', '/v2/auth/sessions');
    const at = new Date(clock()).toISOString();
    const [item] = list.body.data.items;
    assert.deepEqual(list.body.data.items, [{ id: item?.id, device: 'Test browser', ip: '127.0.0.1', createdAt: at, lastUsedAt: at, current: true }]); // prettier-ignore

    clock.advance(14 * MINUTE_MS);
    const refreshed = await browser.refresh();
    assert.equal(refreshed.status, 200);
    assert.notEqual(browser.accessToken, accessToken);
    const { createdAt, lastUsedAt } = (await browser.call<{ items: SessionItem[] }>('GET', '/v2/auth/sessions')).body.data.items[0] as SessionItem; // prettier-ignore
    assert.deepEqual([createdAt, lastUsedAt], [at, new Date(clock()).toISOString()]);

    const out = await browser.call('DELETE', '/v2/auth/session', {
      headers: { 'Content-Type': 'application/json' },
    });
    assert.deepEqual([out.status, out.body.data], [200, { id: item?.id }]);
    assert.match(out.headers.get('set-cookie') ?? '', /^daybook_refresh=; HttpOnly; Secure; SameSite=Strict; Path=\/v2\/auth; Max-Age=0$/); // prettier-ignore
    assert.equal((await browser.call('GET', '/v2/me')).status, 401);
  });

  it('is begun once with each link: used, old, unknown and malformed ones are refused in the same words', async () => {
    nextHour();
    const used = await askForLink();
    assert.equal((await exchange(used)).status, 200);
    assert.equal((await exchange(used)).status, 401);
    const old = await askForLink();
    clock.advance(10 * MINUTE_MS);
    const texts = new Set<string>();
    for (const token of [used, old, `sml_${'x'.repeat(43)}`, 'sml_', '', used.toUpperCase(), `${old}x`]) {
      const { status, text, headers } = await exchange(token);
      assert.equal(status, 401, token);
      assert.equal(headers.get('set-cookie'), null);
      texts.add(text);
    }
    assert.equal(texts.size, 1);
    assert.match([...texts][0] ?? '', /"code":"UNAUTHENTICATED"/);
  });

  it('is begun by one of many that follow the same link at once', async () => {
    nextHour();
    const token = await askForLink();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(token)));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(ascending), [
      200,
      ...Array<number>(7).fill(401),
    ]);
  });

  it('lives on while it is refreshed within 30 days, and is over after them', async () => {
    const browser = await enter();
    clock.advance(29 * DAY_MS);
    assert.equal((await browser.refresh()).status, 200);
    clock.advance(29 * DAY_MS);
    assert.equal((await browser.refresh()).status, 200);
    clock.advance(30 * DAY_MS);
    const late = await browser.refresh();
    assert.deepEqual([late.status, late.body.code], [401, 'UNAUTHENTICATED']);
    assert.equal(browser.cookie, '', 'the useless cookie is taken away');
  });

  it('ends for the thief and the owner alike when a refresh token comes back after it was used', async () => {
    const owner = await enter();
    const other = await signIn(daybook, mailbox, OWNER);
    const thief = createBrowser(daybook, '', owner.cookie);
    assert.equal((await owner.refresh()).status, 200);
    assert.equal((await owner.call('GET', '/v2/me')).status, 200);
    assert.equal((await thief.refresh()).status, 401);
    assert.equal((await owner.call('GET', '/v2/me')).status, 401, 'the access token is dead at once');
    assert.equal((await owner.refresh()).status, 401);
    assert.equal((await other.call('GET', '/v2/me')).status, 200, 'another session is untouched');
  });

  it('is refreshed by one of many that present the same token at once; the others end it', async () => {
    const browser = await enter();
    const rivals = Array.from({ length: 8 }, () => createBrowser(daybook, '', browser.cookie));
    const answers = await Promise.all(rivals.map((rival) => rival.refresh()));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(ascending), [
      200,
      ...Array<number>(7).fill(401),
    ]);
    for (const each of [browser, ...rivals]) {
      assert.equal((await each.call('GET', '/v2/me', { accessToken: each.accessToken || browser.accessToken })).status, 401); // prettier-ignore
    }
  });

  it('can be ended from another device of the same account, and from nobody else’s', async () => {
    const stranger = 'stranger@example.com';
    await platform.createStore({ ownerEmail: stranger });
    const desk = await enter();
    const phone = await signIn(daybook, mailbox, OWNER);
    const foreign = await signIn(daybook, mailbox, stranger);
    const items = (await desk.call<{ items: SessionItem[] }>('GET', '/v2/auth/sessions')).body.data.items;
    const id = items.find(({ current }) => current)?.id ?? '';
    const headers = { 'X-Request-Id': 'same' };
    const refused = await foreign.call('DELETE', `/v2/auth/sessions/${id}`, { headers });
    const unknown = await foreign.call('DELETE', '/v2/auth/sessions/ses_000000000000000000000000', {
      headers,
    });
    assert.deepEqual([refused.status, refused.text], [404, unknown.text]);
    assert.equal((await phone.call('DELETE', `/v2/auth/sessions/${id}`)).status, 200);
    assert.equal((await desk.call('GET', '/v2/me')).status, 401);
    assert.equal((await desk.refresh()).status, 401);
    assert.equal((await phone.call('DELETE', `/v2/auth/sessions/${id}`)).status, 404, 'it is over already');
    assert.equal((await phone.call('DELETE', '/v2/auth/sessions/ses_x')).status, 400, 'no id of a session');
    assert.equal((await phone.call('GET', '/v2/me')).status, 200);
  });

  it('notes of a device what fits, on one line', async () => {
    nextHour();
    const browser = createBrowser(daybook);
    const body = { token: await askForLink() };
    const headers = { 'User-Agent': `Opera\t${'x'.repeat(2_000)}` };
    browser.accessToken = (await browser.call<{ accessToken: string }>('POST', '/v2/auth/session', { body, headers })).body.data.accessToken; // prettier-ignore
    const { items } = (await browser.call<{ items: SessionItem[] }>('GET', '/v2/auth/sessions')).body.data;
    assert.match(items.find(({ current }) => current)?.device ?? '', /^Opera x{250}$/);
  });

  it('is authorised by its access token: the cookie alone does nothing but refresh', async () => {
    const browser = await enter();
    const cookie = { Cookie: browser.cookie };
    for (const [method, path] of [
      ['GET', '/v2/me'],
      ['GET', '/v2/auth/sessions'],
      ['DELETE', '/v2/auth/session'],
      ['GET', `/v2/stores/${storeId}`],
    ] as const) {
      // prettier-ignore
      const answer = await browser.call(method, path, { headers: cookie, accessToken: undefined });
      assert.equal(answer.status, 401, path);
    }
    assert.equal((await browser.refresh()).status, 200);
  });

  it('is refreshed with an empty body or none; null, text and fields are refused and use nothing up', async () => {
    const browser = await enter();
    for (const body of [null, 'text', [], { field: 1 }]) {
      const { status } = await browser.call('POST', '/v2/auth/refresh', { body });
      assert.equal(status, 400, JSON.stringify(body));
    }
    assert.equal((await browser.call('POST', '/v2/auth/refresh', { body: {} })).status, 200);
    assert.equal((await browser.refresh()).status, 200);
  });

  it('is begun, refreshed and ended by pages of its own origin only, and by programs', async () => {
    const browser = await enter();
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: daybook.baseUrl },
    ];
    for (const headers of foreign) {
      for (const [method, path] of [
        ['POST', '/v2/auth/refresh'],
        ['POST', '/v2/auth/session'],
        ['POST', '/v2/auth/magic-link'],
        ['DELETE', '/v2/auth/session'],
      ] as const) {
        // prettier-ignore
        const { status, body } = await browser.call(method, path, { headers });
        assert.deepEqual([status, body.code], [403, 'FORBIDDEN'], `${path} ${JSON.stringify(headers)}`);
      }
    }
    for (const headers of [
      { Origin: daybook.baseUrl },
      { 'Sec-Fetch-Site': 'same-origin', Origin: daybook.baseUrl },
    ] as Record<string, string>[]) {
      // prettier-ignore
      assert.equal((await browser.call('POST', '/v2/auth/refresh', { headers })).status, 200);
    }
  });

  it('is refreshed by a POST with an empty body or {}, and by nothing else', async () => {
    const browser = await enter();
    assert.equal((await browser.call('POST', '/v2/auth/refresh', { body: {} })).status, 200);
    assert.equal((await browser.call('GET', '/v2/auth/refresh')).status, 404);
    const form = await browser.call('POST', '/v2/auth/refresh', {
      body: {},
      headers: { 'Content-Type': 'text/plain' },
    });
    assert.deepEqual([form.status, form.body.code], [415, 'UNSUPPORTED_MEDIA_TYPE']);
    const odd = await browser.call('POST', '/v2/auth/refresh', { body: { token: 'x' } });
    assert.deepEqual([odd.status, odd.body.details?.[0]?.path], [400, 'token']);
    assert.equal((await browser.refresh()).status, 200, 'what was refused used nothing up');
  });

  it('refuses what is no refresh token with 401', async () => {
    for (const cookie of [
      '',
      'daybook_refresh=',
      'daybook_refresh=srt_x',
      `daybook_refresh=srt_${'x'.repeat(43)}`,
      `other=srt_${'x'.repeat(43)}`,
    ]) {
      // prettier-ignore
      assert.equal((await createBrowser(daybook, '', cookie).refresh()).status, 401, cookie);
    }
  });

  it('is one of 100 at most: one more ends the one that was used least recently', async () => {
    const many = 'many@example.com';
    await platform.createStore({ ownerEmail: many });
    const oldest = await enter(many);
    clock.advance(1_000);
    await Promise.all(Array.from({ length: 99 }, () => anotherSession(many)));
    assert.equal((await oldest.call('GET', '/v2/me')).status, 200);
    clock.advance(1_000);
    const newest = await signIn(daybook, mailbox, many);
    assert.equal((await oldest.call('GET', '/v2/me')).status, 401);
    const { items } = (await newest.call<{ items: SessionItem[] }>('GET', '/v2/auth/sessions')).body.data;
    assert.deepEqual([items.length, items[0]?.current], [100, true]);
  });

  /** Signs in without asking for a mail, of which there are five an hour. */
  async function anotherSession(email: string): Promise<void> {
    const { database } = daybook.context;
    const accountId = (await inAddress(database, email, (transaction) => findAccountByAddress(transaction, email)))?.id ?? ''; // prettier-ignore
    const standingLink = { accountOf: () => accountId, url: undefined };
    const input = { token: newSignInSecret('sml'), device: '', ip: '127.0.0.1' };
    await startSession({ ...daybook.context, standingLink }, input);
  }

  it('counts 60 requests in a second for each account, over all its sessions, and says so', async () => {
    const browser = await enter();
    const phone = await signIn(daybook, mailbox, OWNER);
    clock.advance(1_000);
    const paths = ['/v2/me', `/v2/stores/${storeId}`, '/v2/auth/sessions'];
    for (let count = 0; count < 60; count += 1) {
      const { status, headers } = await browser.call('GET', paths[count % 3] ?? '');
      assert.deepEqual([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')], [200, '60', String(59 - count)]); // prettier-ignore
    }
    const refused = await phone.call('GET', '/v2/stores/shp_000000000000000000000000');
    assert.deepEqual(
      [refused.status, refused.body.code, refused.headers.get('retry-after')],
      [429, 'RATE_LIMITED', '1'],
    );
    clock.advance(1_000);
    assert.equal((await phone.call('GET', '/v2/me')).status, 200);
  });
});
