import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { readInBatches } from './read-in-batches.ts';
import type { StoreTransaction } from './transaction.ts';

/** An entry with what the database keeps beside the hashed fields. */
export type StoredEntry = LedgerEntry & { previousBalance: number };

/** Every entry of the store, by sequence, in batches. */
export function readStoredEntries(transaction: StoreTransaction): AsyncGenerator<StoredEntry[]> {
  return readInBatches(
    transaction,
    `select
       store_id as "storeId", sequence, encode(previous_hash, 'hex') as "previousHash", entry_id as "entryId", type,
       amount, currency, previous_balance as "previousBalance", running_balance as "runningBalance",
       order_id as "orderId", payment_id as "paymentId", refund_id as "refundId", dispute_id as "disputeId",
       payout_id as "payoutId", adjustment_id as "adjustmentId", created_at as "createdAt", note,
       encode(hash, 'hex') as hash
     from ledger_entries where store_id = $1 order by sequence`,
  );
}
