import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import { GENESIS_HASH, hashEntry } from './chain.ts';

type Vector = Record<string, string | number | null> & { type: LedgerEntryType };

const VECTORS = new URL('../../../docs/ledger-vectors.json', import.meta.url);
const { entries: vectors } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { entries: Vector[] };
const entries = vectors.map(entryOf);
const payment = entries[1] as LedgerEntry;

describe('the hash of a ledger entry', () => {
  for (const entry of entries) {
    it(`is that of the published vector at sequence ${entry.sequence}`, () => {
      assert.equal(hashEntry(entry), entry.hash);
    });
  }

  it('names the hash before it, and 64 zeros at the beginning', () => {
    assert.equal(entries.length, 6);
    assert.deepEqual(
      entries.map((entry) => entry.previousHash),
      [GENESIS_HASH, ...entries.slice(0, -1).map((entry) => entry.hash)],
    );
  });

  const changes: Partial<LedgerEntry>[] = [
    { storeId: 'shp_other' },
    { sequence: 3 },
    { previousHash: '1'.repeat(64) },
    { entryId: 'ble_other' },
    { type: 'ADJUSTMENT' },
    { amount: 2616 },
    { currency: 'EUR' },
    { runningBalance: 2616 },
    { orderId: null },
    { paymentId: null },
    { refundId: 'rfd_1' },
    { disputeId: 'dsp_1' },
    { payoutId: 'pto_1' },
    { adjustmentId: 'adj_1' },
    { createdAt: 1 },
    { note: 'Payment received for order' },
  ];
  for (const change of changes) {
    it(`is another when ${Object.keys(change).join()} is another`, () => {
      assert.notEqual(hashEntry({ ...payment, ...change }), payment.hash);
    });
  }

  it('takes a note with newlines, which cannot pass for other fields because the note is last', () => {
    assert.match(hashEntry({ ...payment, note: 'a\nb' }), /^[0-9a-f]{64}$/);
  });
});

describe('an entry outside the grammar has no hash', () => {
  const outside: [string, Partial<Record<keyof LedgerEntry, unknown>>][] = [
    ['a store id with a newline', { storeId: 'shp_1\n2' }],
    ['an empty entry id', { entryId: '' }],
    ['an order id that is empty instead of absent', { orderId: '' }],
    ['a payment id of 65 characters', { paymentId: 'p'.repeat(65) }],
    ['a refund id with a trailing newline', { refundId: 'rfd_1\n' }],
    ['a dispute id with a dot', { disputeId: 'dsp.1' }],
    ['a payout id with a space', { payoutId: 'pto 1' }],
    ['an adjustment id with an umlaut', { adjustmentId: 'ädj' }],
    ['sequence 0', { sequence: 0 }],
    ['a fraction of a sequence', { sequence: 1.5 }],
    ['a previous hash in capitals', { previousHash: 'A'.repeat(64) }],
    ['a previous hash that is short', { previousHash: 'a'.repeat(63) }],
    ['an unknown type', { type: 'GIFT' }],
    ['an amount beyond 2^53 - 1', { amount: 2 ** 53 }],
    ['an amount of -0', { amount: -0 }],
    ['a fraction of an amount', { amount: 0.5 }],
    ['a running balance that is no number', { runningBalance: Number.NaN }],
    ['a currency in lowercase', { currency: 'usd' }],
    ['a time that is no time', { createdAt: Number.NaN }],
    ['a time in the year 10000', { createdAt: Date.UTC(10_000) }],
    ['a note with half a surrogate pair', { note: '\ud800' }],
    ['a note with a NUL', { note: 'a\0b' }],
    ['a note of 1025 characters', { note: 'n'.repeat(1_025) }],
    ...['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1", "'''@x"].map(
      (note): [string, { note: string }] => [
        `a note that a spreadsheet would run: ${JSON.stringify(note)}`,
        { note },
      ],
    ),
  ];
  for (const [name, change] of outside) {
    it(name, () => {
      const field = Object.keys(change)[0];
      assert.throws(() => hashEntry({ ...payment, ...(change as Partial<LedgerEntry>) }), {
        name: 'RangeError',
        message: new RegExp(`: ${field} is outside the grammar`),
      });
    });
  }

  it('while a note may hold such a character further on', () => {
    assert.match(hashEntry({ ...payment, note: "it's 1+1=2 @ home" }), /^[0-9a-f]{64}$/);
  });
});

function entryOf(vector: Vector): LedgerEntry {
  const camel = (name: string): string =>
    name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const fields = Object.entries(vector).map(([name, value]) => [camel(name), value]);
  const entry = Object.fromEntries(fields) as Omit<LedgerEntry, 'createdAt'> & { createdAt: string };
  return { ...entry, createdAt: Date.parse(entry.createdAt) };
}
