import { createHash } from 'node:crypto';
import type { SeededRandom } from '../../server/test/support/seeded-random.ts';
import type { LedgerEntryRow } from '../src/verify.ts';

/** An entry that a test may spoil. */
export type Entry = { -readonly [Column in keyof LedgerEntryRow]: LedgerEntryRow[Column] };

const FIRST_INSTANT = Date.parse('2026-01-01T00:00:00.000Z');
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const TYPES = [
  'PAYMENT_RECEIVED',
  'PAYMENT_RECEIVED',
  'REFUND_INSTANT',
  'REFUND_ASYNC',
  'REFUND_EXTERNAL',
  'DISPUTE_CREATED',
  'DISPUTE_WON',
  'DISPUTE_PREVENTED',
  'PAYOUT',
  'PAYOUT_RETURNED',
  'ADJUSTMENT',
];
const NOTES = [
  '',
  'Payment received',
  'plain, with a comma',
  'she said "no"',
  'two\nlines',
  'carriage\r\nreturn',
  'Zahlung für „Grüße“ 支払い 🧾',
  'tab\tand \\ backslash',
  '"',
  'ends with a quote"',
];

/** The hash of an entry as `docs/verifying.md` defines it, made from nothing of ours. */
export function hashOf(entry: Entry): string {
  const lines = [
    'daybook.ledger.v1',
    entry.store_id,
    entry.sequence,
    entry.previous_hash,
    entry.entry_id,
    entry.type,
    entry.amount,
    entry.currency,
    entry.running_balance,
    entry.order_id,
    entry.payment_id,
    entry.refund_id,
    entry.dispute_id,
    entry.payout_id,
    entry.adjustment_id,
    entry.created_at,
    entry.note,
  ];
  return createHash('sha256')
    .update(lines.map((line) => line ?? '').join('\n'))
    .digest('hex');
}

/** A good ledger of one store, its entries seconds to hours apart, some of them at the same instant. */
export function randomLedger(
  random: SeededRandom,
  length: number,
  storeId = randomId(random, 'shp'),
): Entry[] {
  const currency = random.pick(['USD', 'EUR', 'JPY']);
  const entries: Entry[] = [];
  let time = FIRST_INSTANT;
  for (let sequence = 1; sequence <= length; sequence++) {
    time += random.pick([0, 1, 1000, random.below(7_200_000)]);
    const type = sequence === 1 ? 'OPENING_BALANCE' : random.pick(TYPES);
    entries.push({
      store_id: storeId,
      sequence,
      entry_id: randomId(random, 'ble'),
      type,
      amount: random.below(2_000_000) - 900_000,
      currency,
      running_balance: 0,
      order_id: random.below(3) > 0 ? randomId(random, 'ord') : null,
      payment_id: type.startsWith('PAYMENT') ? randomId(random, 'pmt') : null,
      refund_id: type.startsWith('REFUND') ? randomId(random, 'rfd') : null,
      dispute_id: type.startsWith('DISPUTE') ? randomId(random, 'dsp') : null,
      payout_id: type.startsWith('PAYOUT') ? randomId(random, 'pto') : null,
      adjustment_id: type === 'ADJUSTMENT' ? 'adj_1' : null,
      created_at: new Date(time).toISOString(),
      note: random.pick(NOTES),
      previous_hash: '',
      hash: '',
    });
  }
  chain(entries, 0);
  return entries;
}

/** Computes balances, links and hashes anew from the entry at `from` on: what a forger with a computer can do as well. */
export function chain(entries: Entry[], from: number): void {
  for (let at = from; at < entries.length; at++) {
    const entry = entries[at] as Entry;
    const before = entries[at - 1];
    if (before || entry.sequence === 1) {
      entry.previous_hash = before?.hash ?? '0'.repeat(64);
      entry.running_balance = (before?.running_balance ?? 0) + entry.amount;
    }
    entry.hash = hashOf(entry);
  }
}

export function randomId(random: SeededRandom, prefix: string): string {
  return `${prefix}_${Array.from({ length: 24 }, () => ALPHABET.charAt(random.below(ALPHABET.length))).join('')}`;
}

/** A copy that can be spoiled without harm to the entries. */
export function copyOf(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry }));
}
