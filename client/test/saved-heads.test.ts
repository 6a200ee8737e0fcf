import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../server/test/support/seeded-random.ts';
import { verifyLedger, type SignedHead, type SignedManifest, type Verdict } from '../src/verify.ts';
import { ledgerFile, source } from './ledger-file.ts';
import { Operator, windowOf } from './operator.ts';
import { chain, copyOf, randomLedger, type Entry } from './random-ledger.ts';

const operator = new Operator();
const ledger = randomLedger(seededRandom(77), 60);
/** Before and after the instant of the snapshot that the manifests here are made of. */
const EARLIER = '2026-11-01T00:00:00.000Z';
const LATER = '2026-12-02T00:00:00.000Z';

function verify(entries: readonly Entry[], head: unknown, manifest?: SignedManifest): Promise<Verdict> {
  return verifyLedger({
    files: [source('ledger.csv', ledgerFile(entries, 'CSV'))],
    manifests: manifest ? [{ name: 'manifest.json', document: manifest }] : [],
    head: { name: 'head.json', document: head },
    keys: operator.keys,
  });
}

function wholeManifest(entries: readonly Entry[]): SignedManifest {
  return operator.manifest(windowOf(entries, '2020-01-01', '2030-01-01'), entries, 'CSV');
}

test('a head that is a row of the files is found there, as the API answers it or as the e-mail names it', async () => {
  const head = operator.head(ledger.slice(0, 40));
  const copied = { sequence: head.sequence, hash: head.hash };
  for (const [document, signature] of [
    [head, 'valid'],
    [{ ok: true, data: head }, 'valid'],
    [copied, 'not checked'],
  ] as const) {
    const verdict = await verify(ledger, document);
    assert.equal(verdict.fault, null);
    assert.equal(verdict.head?.status, 'contained');
    assert.equal(verdict.head.signature, signature);
  }
});

test('a rewritten ledger is named at the row that the head remembers otherwise', async () => {
  const head = operator.head(ledger.slice(0, 40));
  for (let at = 0; at < 40; at += 13) {
    const rewritten = copyOf(ledger);
    rewritten[at]!.amount += 1;
    chain(rewritten, at);
    // The operator signs the new history as well.
    for (const manifest of [undefined, wholeManifest(rewritten)]) {
      const { fault } = await verify(rewritten, head, manifest);
      assert.equal(fault?.code, 'REWRITTEN');
      assert.equal(fault.sequence, 40);
      assert.equal(fault.expected, head.hash);
    }
  }
});

test('a ledger whose newest entries were cut off does not hold the head', async () => {
  const cut = ledger.slice(0, 50);
  const head = operator.head(ledger, EARLIER);
  assert.equal((await verify(cut, head)).fault?.code, 'HEAD_NOT_REACHED');
  const { fault } = await verify(cut, head, wholeManifest(cut));
  assert.equal(fault?.code, 'SHORTENED');
  assert.equal(fault.sequence, 60);
});

test('a head that is newer than the manifest of the files proves nothing against them', async () => {
  const verdict = await verify(
    ledger.slice(0, 50),
    operator.head(ledger, LATER),
    wholeManifest(ledger.slice(0, 50)),
  );
  assert.equal(verdict.fault, null);
  assert.equal(verdict.head?.status, 'later');
});

test('a closed period explains that the head comes later; the entry next to it may be the head', async () => {
  const window = windowOf(ledger, '2020-01-01', ledger[30]!.created_at);
  const next = window.entries.length;
  const manifest = operator.manifest(window, ledger, 'CSV');
  assert.equal(
    (await verify(window.entries, operator.head(ledger, EARLIER), manifest)).head?.status,
    'later',
  );
  const neighbour = operator.head(ledger.slice(0, next + 1), EARLIER);
  assert.equal((await verify(window.entries, neighbour, manifest)).head?.status, 'linked');
});

test('files that start right after the head link to it; files that start later do not reach it', async () => {
  const head = operator.head(ledger.slice(0, 20));
  assert.equal((await verify(ledger.slice(20), head)).head?.status, 'linked');
  assert.equal((await verify(ledger.slice(21), head)).fault?.code, 'HEAD_NOT_REACHED');
  const rewritten = copyOf(ledger);
  rewritten[10]!.note = 'Rewritten';
  chain(rewritten, 10);
  assert.equal((await verify(rewritten.slice(20), head)).fault?.code, 'BROKEN_LINK');
});

test('a head that was edited, is of another store, or is a manifest, is refused', async () => {
  const head = operator.head(ledger);
  const edited: SignedHead = { ...head, sequence: head.sequence - 1 };
  assert.equal((await verify(ledger, edited)).fault?.code, 'BAD_SIGNATURE');
  assert.equal(
    (await verify(ledger, operator.head(randomLedger(seededRandom(78), 60)))).fault?.code,
    'ANOTHER_STORE',
  );
  const manifest = { ...head, jws: wholeManifest(ledger).jws };
  assert.equal((await verify(ledger, manifest)).fault?.code, 'BAD_SIGNATURE');
});

test('a manifest from before is a witness against a history rewritten since', async () => {
  const window = windowOf(ledger, '2020-01-01', ledger[20]!.created_at);
  const rest = windowOf(ledger, window.periodEnd, '2030-01-01');
  const rewritten = copyOf(rest.entries);
  rewritten[5]!.note = 'Rewritten';
  chain(rewritten, 5);
  const { fault } = await verifyLedger({
    files: [
      source('a.csv', ledgerFile(window.entries, 'CSV')),
      source('b.csv', ledgerFile(rewritten, 'CSV')),
    ],
    manifests: [{ name: 'a.json', document: operator.manifest(window, ledger, 'CSV') }],
  });
  assert.equal(fault?.code, 'REWRITTEN');
  assert.equal(fault.sequence, 60);
});
