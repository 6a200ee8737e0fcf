import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** The fields under the hash, in their order, as the ledger file names them: `docs/ledger.md`. */
const HASHED = 'store_id sequence previous_hash entry_id type amount currency running_balance order_id payment_id refund_id dispute_id payout_id adjustment_id created_at note'; // prettier-ignore

/**
 * Recomputes every hash, link, sequence and balance from the rows of ledger files alone, written for tests from the
 * specification. `after` is the last row before these; without it the first row must be sequence 1.
 */
export function recomputeLedger(
  rows: readonly Record<string, string>[],
  after?: Record<string, string>,
): void {
  let { sequence, running_balance: balance, hash, created_at: time } = after ?? START;
  for (const row of rows) {
    const where = `sequence ${row['sequence']}`;
    assert.equal(row['sequence'], String(BigInt(sequence as string) + 1n), where);
    assert.equal(row['previous_hash'], hash, where);
    assert.equal(row['running_balance'], String(BigInt(balance as string) + BigInt(row['amount'] as string)), where); // prettier-ignore
    assert.ok((row['created_at'] as string) >= (time as string), where);
    const text = ['daybook.ledger.v1', ...HASHED.split(' ').map((field) => row[field])].join('\n');
    assert.equal(row['hash'], createHash('sha256').update(text, 'utf8').digest('hex'), where);
    ({ sequence, running_balance: balance, hash, created_at: time } = row);
  }
}

const START: Record<string, string> = {
  sequence: '0',
  running_balance: '0',
  hash: '0'.repeat(64),
  created_at: '',
};
