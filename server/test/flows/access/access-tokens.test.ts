import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { inPlatform } from '../../../src/db/transaction.ts';
import { currentSigningKey, publicKeySet, type SigningKey } from '../../../src/keys/signing-key.ts';
import { rotateKey } from '../../../src/verbs/keys/rotate.ts';
import { ask, type Browser, signIn } from '../../support/dashboard.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { createTestClock } from '../../support/test-clock.ts';

const OWNER = 'owner@example.com';
const NOWHERE = 'shp_000000000000000000000000';

type Part = Record<string, unknown>;
const encode = (part: Part) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (jwt: string, index: number) =>
  JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString()) as Part;

describe('an access token', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  let daybook: TestDaybook;
  let storeId: string;
  let browser: Browser;
  let session: SigningKey;
  before(async () => {
    daybook = await startDaybook({
      clock,
      mailWritten: mailbox.mailWritten,
      settings: { trustedProxies: ['127.0.0.1'] },
    });
    storeId = (await createTestStore(daybook)).storeId;
    browser = await signIn(daybook, mailbox, OWNER);
    session = await keyOf('SESSION');
  });
  after(() => daybook.stop());

  const keyOf = (purpose: 'SESSION' | 'REPORT') =>
    inPlatform(daybook.context.database, (transaction) =>
      currentSigningKey(transaction, daybook.context.secretsKey, purpose),
    );
  /** The honest token with some of its parts replaced (undefined: left out), signed by `key`. */
  function forge(change: { header?: Part; claims?: Part }, key: KeyObject = session.privateKey): string {
    const header = { ...decode(browser.accessToken, 0), ...change.header };
    const claims = { ...decode(browser.accessToken, 1), ...change.claims };
    const text = `${encode(header)}.${encode(claims)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  }
  // Each forgery comes from an address of its own: what is refused here is refused for what it is.
  let addresses = 0;
  const use = (token: string, path = '/v2/me') =>
    ask<unknown>(`${daybook.baseUrl}${path}`, { headers: { Authorization: `Bearer ${token}`, 'X-Request-Id': 'same', 'X-Forwarded-For': `198.51.${(addresses += 1) >> 8}.${addresses & 255}` } }); // prettier-ignore

  it('is a JWT by the key of sessions, for this Daybook, without anything personal in it', async () => {
    const { kid } = session;
    assert.deepEqual(decode(browser.accessToken, 0), { alg: 'EdDSA', typ: 'at+jwt', kid });
    const claims = decode(browser.accessToken, 1);
    assert.deepEqual(Object.keys(claims).toSorted(), ['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
    assert.deepEqual([claims['iss'], claims['aud']], [daybook.baseUrl, 'daybook-dashboard']);
    const { keys } = await inPlatform(daybook.context.database, (transaction) =>
      publicKeySet(transaction, 'REPORT'),
    );
    assert.ok(keys.every((key) => key.kid !== kid), 'it is not a key that signs reports'); // prettier-ignore
  });

  it('made by hand like an honest one is taken, so that the refusals below are for their own reason', async () => {
    assert.equal((await use(forge({}))).status, 200);
    assert.equal((await use(forge({}), `/v2/stores/${storeId}`)).status, 200);
  });

  const seconds = () => Math.floor(clock() / 1_000);
  const publicDer = () => createPublicKey(session.privateKey).export({ type: 'spki', format: 'der' });
  const publicPem = () => createPublicKey(session.privateKey).export({ type: 'spki', format: 'pem' });
  const publicRaw = () => Buffer.from(createPublicKey(session.privateKey).export({ format: 'jwk' }).x as string, 'base64url'); // prettier-ignore
  const hmac = (secret: string | Buffer) => {
    const text = `${encode({ ...decode(browser.accessToken, 0), alg: 'HS256' })}.${browser.accessToken.split('.')[1]}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const cut = (index: number, by: (part: string) => string) =>
    browser.accessToken.split('.').map((part, at) => (at === index ? by(part) : part)).join('.'); // prettier-ignore
  const flip = (part: string) => `${part.slice(0, 9)}${part[9] === 'A' ? 'B' : 'A'}${part.slice(10)}`;

  const ATTACKS: Record<string, () => string | Promise<string>> = {
    'no signature and alg none': () => `${encode({ ...decode(browser.accessToken, 0), alg: 'none' })}.${browser.accessToken.split('.')[1]}.`, // prettier-ignore
    'alg none and the honest signature': () =>
      cut(0, () => encode({ ...decode(browser.accessToken, 0), alg: 'none' })),
    'HS256 with the raw public key': () => hmac(publicRaw()),
    'HS256 with the public key as PEM': () => hmac(publicPem()),
    'HS256 with the public key as DER': () => hmac(publicDer()),
    'HS256 with an empty secret': () => hmac(''),
    'the header of another algorithm': () => forge({ header: { alg: 'ES256' } }),
    'a kid that is not the key’s': () => forge({ header: { kid: 'x'.repeat(43) } }),
    'no kid': () => forge({ header: { kid: undefined } }),
    'its own key in the header': () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      return forge({ header: { jwk: publicKey.export({ format: 'jwk' }) } }, privateKey);
    },
    'a key of its own under our kid': () => forge({}, generateKeyPairSync('ed25519').privateKey),
    'the key that signs reports': async () => {
      const { kid, privateKey } = await keyOf('REPORT');
      return forge({ header: { kid } }, privateKey);
    },
    'the key that signs reports, under the kid of sessions': async () =>
      forge({}, (await keyOf('REPORT')).privateKey),
    'another audience': () => forge({ claims: { aud: 'daybook-reports' } }),
    'no audience': () => forge({ claims: { aud: undefined } }),
    'another issuer': () => forge({ claims: { iss: 'https://evil.example' } }),
    'no issuer': () => forge({ claims: { iss: undefined } }),
    'another type': () => forge({ header: { typ: 'JWT' } }),
    'the type of a ledger head': () => forge({ header: { typ: 'daybook-head+jws' } }),
    'no type': () => forge({ header: { typ: undefined } }),
    'a critical header nobody knows': () => forge({ header: { crit: ['x'], x: 1 } }),
    'an end that has passed': () => forge({ claims: { exp: seconds() } }),
    'no end': () => forge({ claims: { exp: undefined } }),
    'an end that is no number': () => forge({ claims: { exp: '99999999999' } }),
    'a beginning that is yet to come': () => forge({ claims: { nbf: seconds() + 60 } }),
    'the session of nobody': () => forge({ claims: { sid: 'ses_000000000000000000000000' } }),
    'a session that is no text': () => forge({ claims: { sid: ['ses_000000000000000000000000'] } }),
    'no session': () => forge({ claims: { sid: undefined } }),
    'another account': () => forge({ claims: { sub: 'acc_000000000000000000000000' } }),
    'no account': () => forge({ claims: { sub: undefined } }),
    'a changed header': () => cut(0, flip),
    'changed claims': () => cut(1, flip),
    'a changed signature': () => cut(2, flip),
    'a cut signature': () => cut(2, (part) => part.slice(0, -4)),
    'no signature': () => cut(2, () => ''),
    'a part too many': () => `${browser.accessToken}.x`,
    'nothing at all': () => '',
    'no form at all': () => '..',
    'a store token': async () => (await createTestStore(daybook)).secret,
    'the refresh token': () => browser.cookie.replace('daybook_refresh=', ''),
  };
  it('is refused, in the very same words, with…', async (t) => {
    const texts = new Set<string>();
    for (const [what, make] of Object.entries(ATTACKS)) {
      await t.test(what, async () => {
        clock.advance(1_000);
        const token = await make();
        for (const path of [
          '/v2/me',
          '/v2/auth/sessions',
          `/v2/stores/${storeId}`,
          `/v2/stores/${NOWHERE}`,
        ]) {
          const { status, text } = await use(token, path);
          assert.equal(status, 401, path);
          texts.add(text);
        }
      });
    }
    assert.equal(texts.size, 1, [...texts].join('\n'));
    assert.match([...texts][0] ?? '', /"code":"UNAUTHENTICATED"/);
    assert.equal((await use(browser.accessToken)).status, 200, 'and the honest one is still good');
  });

  it('is no store token, and no operator key', async () => {
    assert.equal((await use(browser.accessToken, `/v2/core/stores/${storeId}/reports`)).status, 401);
    assert.equal((await use(browser.accessToken, '/v2/platform/stores')).status, 401);
  });

  it('ends after 15 minutes to the second', async () => {
    const mine = await signIn(daybook, mailbox, OWNER);
    const exp = decode(mine.accessToken, 1)['exp'] as number;
    clock.advance(exp * 1_000 - 1 - clock());
    assert.equal((await use(mine.accessToken)).status, 200);
    clock.advance(1);
    assert.equal((await use(mine.accessToken)).status, 401);
    assert.equal((await mine.refresh()).status, 200);
    browser = mine;
  });

  it('of one Daybook is nothing to another one that has a name of its own, even on the same database', async () => {
    const other = await startDaybook({ on: daybook, clock, working: false });
    const headers = { Authorization: `Bearer ${browser.accessToken}` };
    assert.equal((await ask<unknown>(`${other.baseUrl}/v2/me`, { headers })).status, 401);
    await other.stop();
  });

  it('ends at once when the key of sessions is rotated; the session goes on with a new one', async () => {
    const { kid, retired } = await rotateKey(daybook.context, { kind: 'operator' }, 'SESSION');
    assert.equal(retired, session.kid);
    const { status, text } = await use(browser.accessToken);
    assert.equal(status, 401);
    assert.match(text, /"code":"UNAUTHENTICATED"/);
    assert.equal((await use(forge({ header: { kid } }))).status, 401, 'the retired key under the new kid');
    assert.equal((await browser.refresh()).status, 200);
    assert.equal((await use(browser.accessToken)).status, 200);
    assert.equal(decode(browser.accessToken, 0)['kid'], kid);
  });
});

describe('a store, to those who are signed in', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ clock, mailWritten: mailbox.mailWritten });
  });
  after(() => daybook.stop());

  it('is the same 404 whether it is another’s, unknown or no id at all', async () => {
    const { storeId } = await createTestStore(daybook);
    const foreign = await createTestStore(daybook, { ownerEmail: 'other@example.com' });
    const browser = await signIn(daybook, mailbox, OWNER);
    assert.equal((await browser.call('GET', `/v2/stores/${storeId}`)).status, 200);
    const texts = new Set<string>();
    for (const id of [foreign.storeId, NOWHERE, 'shp_1', "'or'1'='1", '%00', 'x'.repeat(2_000)]) {
      const { status, text } = await browser.call('GET', `/v2/stores/${id}`, {
        headers: { 'X-Request-Id': 'same' },
      });
      assert.equal(status, 404, id);
      texts.add(text);
    }
    assert.equal(texts.size, 1);
  });
});
