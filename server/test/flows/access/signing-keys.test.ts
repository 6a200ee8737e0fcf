import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { askPostgres } from '../../support/ask-postgres.ts';
import { type SignedHead, verifyLedger } from '../../../../client/src/verify.ts';
import { inPlatform } from '../../../src/db/transaction.ts';
import { ensureSigningKey } from '../../../src/keys/signing-key.ts';
import { rotateKey } from '../../../src/verbs/keys/rotate.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const OPERATOR = { kind: 'operator' } as const;
const PERIOD = { periodStart: '2026-04-01T00:00:00.000Z', periodEnd: '2026-05-01T00:00:00.000Z' };

type KeySet = { keys: Record<string, string>[] };
const headerOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split('.')[0] as string, 'base64url').toString()) as { kid: string };

describe('the keys that sign', () => {
  let daybook: TestDaybook;
  let other: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook();
    other = await startDaybook({ on: daybook, working: false });
    store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_1', '2026-04-01T10:00:00.000Z')]);
  });
  after(async () => {
    await other.stop();
    await daybook.stop();
  });

  const keySet = async (of = daybook) =>
    (await (await fetch(`${of.baseUrl}/.well-known/jwks.json`)).json()) as KeySet;
  const head = async () => (await store.call<SignedHead>('GET', '/payouts/ledger/head')).body.data;

  it('are published without their private halves and without a credential', async () => {
    const { keys } = await keySet();
    assert.equal(keys.length, 1);
    assert.deepEqual(Object.keys(keys[0] ?? {}).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    assert.deepEqual([keys[0]?.['kty'], keys[0]?.['crv'], keys[0]?.['alg']], ['OKP', 'Ed25519', 'EdDSA']);
    assert.deepEqual(await keySet(other), { keys });
  });

  it('rotate in every process at once; what the old key signed stays valid, and its private half is gone', async () => {
    const { report, files } = await store.export({ type: 'BALANCE_LEDGER', ...PERIOD });
    const manifest = (await store.call('GET', `/reports/${report.id}/manifest`)).body;
    const oldHead = await head();
    const before = (await keySet()).keys[0]?.['kid'];
    const { kid, retired } = await rotateKey(other.context, OPERATOR);
    assert.equal(retired, before);
    assert.equal(headerOf(oldHead.jws).kid, before);
    assert.equal(headerOf((await head()).jws).kid, kid);
    const keys = await keySet();
    assert.deepEqual(keys.keys.map((key) => key['kid']), [kid, before]); // prettier-ignore
    const csv = files['CSV'] as Buffer;
    const verdict = await verifyLedger({
      files: [{ name: 'ledger.csv', open: () => new Blob([csv as Buffer<ArrayBuffer>]).stream() }],
      manifests: [{ name: 'manifest.json', document: manifest }],
      keys: { jwks: keys },
      head: { name: 'head.json', document: oldHead },
    });
    assert.equal(verdict.fault, null);
    assert.deepEqual([verdict.manifests[0]?.kid, verdict.head?.signature], [before, 'valid']);
    const rows = await asSuperuser('select kid, sealed_private_key from daybook.signing_keys where retired_at is not null'); // prettier-ignore
    assert.deepEqual(rows, [{ kid: before, sealed_private_key: null }]);
  });

  it('stay one current key, however many rotate at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => rotateKey(daybook.context, OPERATOR)));
    const published = new Set((await keySet()).keys.map((key) => key['kid']));
    for (const { kid } of made) assert.ok(published.has(kid), 'every key that a rotation named is published');
    const rows = await asSuperuser('select count(*)::int as current from daybook.signing_keys where purpose = \'REPORT\' and retired_at is null'); // prettier-ignore
    assert.deepEqual(rows, [{ current: 1 }]);
    const { kid } = headerOf((await head()).jws);
    assert.ok((await keySet()).keys.some((key) => key['kid'] === kid));
  });

  it('cannot be read from the database: neither as they are nor with another SECRETS_KEY', async () => {
    const [row] = await asSuperuser('select sealed_private_key, public_key from daybook.signing_keys where purpose = \'REPORT\' and retired_at is null'); // prettier-ignore
    const sealed = row?.['sealed_private_key'] as Buffer;
    const pkcs8Prefix = Buffer.from('302e020100300506032b6570', 'hex');
    assert.equal(sealed.includes(pkcs8Prefix), false);
    await assert.rejects(
      inPlatform(daybook.context.database, (transaction) =>
        ensureSigningKey(transaction, randomBytes(32), 'REPORT', Date.now()),
      ),
      { name: 'StartupError', message: /SECRETS_KEY does not open the signing key .* keys rotate/ },
    );
  });

  it('are the operator’s to rotate', async () => {
    const caller = { kind: 'token', storeId: store.storeId, tokenId: 'stk_x', permissions: [] } as const;
    await assert.rejects(rotateKey(daybook.context, caller), { code: 'FORBIDDEN' });
  });

  const asSuperuser = (sql: string) => askPostgres<Record<string, unknown>>(daybook.database.superUrl, sql);
});
