import type { SeededRandom } from '../../server/test/support/seeded-random.ts';
import type { Fault } from '../src/verify.ts';
import { chain, hashOf, randomId, randomLedger, type Entry } from './random-ledger.ts';

/** Spoils the entries at `at`, which is neither the first nor the last two; answers the index of the first bad row. */
export type Attack = (entries: Entry[], at: number, random: SeededRandom) => number;

/** What the chain alone shows, without manifest or key, and the codes of the faults that name it. */
export const ATTACKS_ON_ROWS: Readonly<Record<string, { codes: Fault['code'][]; attack: Attack }>> = {
  'an edited amount': {
    codes: ['WRONG_HASH'],
    attack: (entries, at) => edited(entries, at, (entry) => void (entry.amount += 1)),
  },
  'an edited amount with balances made to fit': {
    codes: ['WRONG_HASH'],
    attack(entries, at) {
      (entries[at] as Entry).amount += 500;
      for (const entry of entries.slice(at)) entry.running_balance += 500;
      return at;
    },
  },
  'an edited amount with its own hash made to fit': {
    codes: ['BROKEN_BALANCE'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => {
        entry.amount += 1;
        entry.hash = hashOf(entry);
      }),
  },
  'an edited note': {
    codes: ['WRONG_HASH'],
    attack: (entries, at) => edited(entries, at, (entry) => void (entry.note += '.')),
  },
  'an edited date': {
    codes: ['WRONG_HASH'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => void (entry.created_at = entry.created_at.replace('2026', '2025'))),
  },
  'an edited id': {
    codes: ['WRONG_HASH'],
    attack: (entries, at, random) =>
      edited(entries, at, (entry) => void (entry.entry_id = randomId(random, 'ble'))),
  },
  'an id where there was none': {
    codes: ['WRONG_HASH'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => void (entry.dispute_id = entry.dispute_id === null ? 'dsp_1' : null)),
  },
  'a row edited, and its hash and the link after it made to fit': {
    codes: ['WRONG_HASH'],
    attack(entries, at) {
      const entry = entries[at] as Entry;
      entry.note += '!';
      entry.hash = hashOf(entry);
      (entries[at + 1] as Entry).previous_hash = entry.hash;
      return at + 1;
    },
  },
  'a deleted row': {
    codes: ['BROKEN_SEQUENCE'],
    attack(entries, at) {
      entries.splice(at, 1);
      return at;
    },
  },
  'a deleted row, the sequences after it made to fit': {
    codes: ['WRONG_HASH'],
    attack(entries, at) {
      entries.splice(at, 1);
      for (const entry of entries.slice(at)) entry.sequence--;
      return at;
    },
  },
  'an inserted row': {
    codes: ['BROKEN_SEQUENCE'],
    attack(entries, at, random) {
      const before = entries[at - 1] as Entry;
      const forged = {
        ...before,
        sequence: before.sequence + 1,
        entry_id: randomId(random, 'ble'),
        amount: 0,
      };
      forged.previous_hash = before.hash;
      forged.hash = hashOf(forged);
      entries.splice(at, 0, forged);
      return at + 1;
    },
  },
  'two swapped rows': {
    codes: ['BROKEN_SEQUENCE'],
    attack(entries, at) {
      [entries[at], entries[at + 1]] = [entries[at + 1] as Entry, entries[at] as Entry];
      return at;
    },
  },
  'a duplicated row': {
    codes: ['BROKEN_SEQUENCE'],
    attack(entries, at) {
      entries.splice(at, 0, entries[at] as Entry);
      return at + 1;
    },
  },
  'characters moved from one id to the next': {
    codes: ['WRONG_HASH'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => {
        entry.order_id = entry.entry_id.slice(-3) + (entry.order_id ?? '');
        entry.entry_id = entry.entry_id.slice(0, -3);
      }),
  },
  'a field moved over the line break between two of them': {
    codes: ['BAD_FIELD'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => {
        // The bytes under the hash stay the same; only the grammar can tell.
        entry.note = `${entry.created_at}\n${entry.note}`;
        entry.created_at = entry.adjustment_id ?? '';
        entry.adjustment_id = entry.payout_id ?? '';
      }),
  },
  'rows of another store': {
    codes: ['ANOTHER_STORE'],
    attack(entries, at, random) {
      const others = randomLedger(random, entries.length);
      entries.splice(at, entries.length, ...others.slice(at));
      return at;
    },
  },
  'a later time before an earlier one, re-chained': {
    codes: ['BROKEN_TIME'],
    attack(entries, at) {
      (entries[at] as Entry).created_at = '2027-01-01T00:00:00.000Z';
      chain(entries, at);
      return at + 1;
    },
  },
  'another currency, re-chained': {
    codes: ['ANOTHER_CURRENCY'],
    attack(entries, at) {
      (entries[at] as Entry).currency = 'XAF';
      chain(entries, at);
      return at;
    },
  },
  'a first entry that names one before it': {
    codes: ['BROKEN_LINK'],
    attack(entries) {
      const first = entries[0] as Entry;
      first.previous_hash = 'f'.repeat(64);
      first.hash = hashOf(first);
      return 0;
    },
  },
  'an amount that is no canonical integer': {
    codes: ['BAD_FIELD'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => void (entry.amount = `+${Math.abs(entry.amount)}` as unknown as number)),
  },
  'a day that does not exist': {
    codes: ['BAD_FIELD'],
    attack: (entries, at) =>
      edited(entries, at, (entry) => void (entry.created_at = '2026-02-29T00:00:00.000Z')),
  },
};

function edited(entries: Entry[], at: number, edit: (entry: Entry) => void): number {
  edit(entries[at] as Entry);
  return at;
}
