import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** The newest entry of a store's ledger: sequence 0, 64 zeros and no time while there is none. `hash` is lowercase hex. */
export type LedgerHead = {
  sequence: number;
  hash: string;
  runningBalance: number;
  createdAt: number | null;
};

/** Starts the ledger of a new store. */
export async function insertHead(transaction: StoreTransaction, head: LedgerHead): Promise<void> {
  await transaction.query(
    `insert into ledger_heads (store_id, sequence, hash, running_balance, created_at)
     values ($1, $2, decode($3, 'hex'), $4, $5)`,
    valuesOf(transaction, head),
  );
}

/** Holds the head until the transaction ends: whoever appends to a store takes turns here. */
export async function lockHead(transaction: StoreTransaction): Promise<LedgerHead | undefined> {
  const { rows } = await transaction.query<LedgerHead>(
    `select sequence, encode(hash, 'hex') as hash, running_balance as "runningBalance", created_at as "createdAt"
     from ledger_heads where store_id = $1 for update`,
    [transaction.storeId],
  );
  return rows[0];
}

export async function updateHead(transaction: StoreTransaction, head: LedgerHead): Promise<void> {
  await transaction.query(
    `update ledger_heads set sequence = $2, hash = decode($3, 'hex'), running_balance = $4, created_at = $5
     where store_id = $1`,
    valuesOf(transaction, head),
  );
}

function valuesOf(transaction: StoreTransaction, head: LedgerHead): unknown[] {
  const createdAt = head.createdAt === null ? null : formatInstant(head.createdAt);
  return [transaction.storeId, head.sequence, head.hash, head.runningBalance, createdAt];
}
