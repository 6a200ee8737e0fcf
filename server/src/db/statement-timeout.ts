import type { Transaction } from './transaction.ts';

/** From here on a statement of this transaction that takes longer, waiting for locks included, fails. */
export async function setStatementTimeout(transaction: Transaction, maxMs: number): Promise<void> {
  await transaction.query(`select set_config('statement_timeout', $1, true)`, [String(maxMs)]);
}
