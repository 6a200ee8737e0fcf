import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TestBooks } from '../rows/books.ts';

/** A ledger entry as the database has it: bigint as text. */
export type StoredEntry = {
  sequence: string;
  entry_id: string;
  type: string;
  amount: string;
  currency: string;
  running_balance: string;
  order_id: string | null;
  payment_id: string | null;
  refund_id: string | null;
  dispute_id: string | null;
  payout_id: string | null;
  adjustment_id: string | null;
  created_at: Date;
  note: string;
  previous_hash: Buffer;
  hash: Buffer;
};

const GENESIS = '0'.repeat(64);

/** A store's ledger, after its chain and balance are recomputed from the rows, independently of the code that wrote them. */
export async function readUnbrokenChain(books: TestBooks, storeId: string): Promise<StoredEntry[]> {
  const entries = await books.ask<StoredEntry>(
    'select * from daybook.ledger_entries where store_id = $1 order by sequence',
    [storeId],
  );
  let previous = GENESIS;
  let balance = 0n;
  let time = Number.NEGATIVE_INFINITY;
  for (const [index, entry] of entries.entries()) {
    balance += BigInt(entry.amount);
    const bytes = [
      'daybook.ledger.v1', storeId, index + 1, previous, entry.entry_id, entry.type, entry.amount, entry.currency,
      balance, entry.order_id ?? '', entry.payment_id ?? '', entry.refund_id ?? '', entry.dispute_id ?? '',
      entry.payout_id ?? '', entry.adjustment_id ?? '', entry.created_at.toISOString(), entry.note,
    ].join('\n'); // prettier-ignore
    assert.equal(entry.hash.toString('hex'), createHash('sha256').update(bytes).digest('hex'));
    assert.equal(entry.running_balance, String(balance));
    assert.ok(entry.created_at.getTime() >= time, 'no entry is earlier than the one before it');
    if (entry.type !== 'ADJUSTMENT')
      assert.match(entry.note, /^[A-Z][a-z]/, 'a note of ours begins with a word');
    previous = entry.hash.toString('hex');
    time = entry.created_at.getTime();
  }
  const [head] = await books.ask<{ sequence: string; running_balance: string; hash: Buffer }>(
    'select * from daybook.ledger_heads where store_id = $1',
    [storeId],
  );
  assert.deepEqual(
    [head?.sequence, head?.running_balance, head?.hash.toString('hex')],
    [String(entries.length), String(balance), previous],
  );
  return entries;
}
