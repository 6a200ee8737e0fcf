import type { Transaction } from './transaction.ts';

/** The database's own time at the start of the transaction, in milliseconds since the epoch. */
export async function readNow(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ now: number }>(`select now() as now`);
  return (rows[0] as { now: number }).now;
}
