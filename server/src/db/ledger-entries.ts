import { formatInstant } from '../domain/instant.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import type { StoreTransaction } from './transaction.ts';

/** The things that a ledger entry is about; null where it is not about one. */
export type LedgerReferences = {
  orderId: string | null;
  paymentId: string | null;
  refundId: string | null;
  disputeId: string | null;
  payoutId: string | null;
  adjustmentId: string | null;
};

/** One credit or debit of a store's balance. Amounts in the currency's smallest unit, hashes lowercase hex. */
export type LedgerEntry = LedgerReferences & {
  storeId: string;
  sequence: number;
  previousHash: string;
  entryId: string;
  type: LedgerEntryType;
  amount: number;
  currency: string;
  runningBalance: number;
  createdAt: number;
  note: string;
  hash: string;
};

/** Adds entries in one statement, however many. They follow each other and the newest one of the store. */
export async function insertLedgerEntries(
  transaction: StoreTransaction,
  entries: readonly LedgerEntry[],
): Promise<void> {
  await transaction.query(
    `insert into ledger_entries
       (store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance,
        order_id, payment_id, refund_id, dispute_id, payout_id, adjustment_id, created_at, note, previous_hash, hash)
     select
       $1, e.sequence, e.entry_id, e.type, e.amount, e.currency, e.running_balance - e.amount, e.running_balance,
       e.order_id, e.payment_id, e.refund_id, e.dispute_id, e.payout_id, e.adjustment_id, e.created_at, e.note,
       decode(e.previous_hash, 'hex'), decode(e.hash, 'hex')
     from unnest(
       $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::text[],
       $16::text[], $17::text[]
     ) as e (
       sequence, entry_id, type, amount, currency, running_balance,
       order_id, payment_id, refund_id, dispute_id, payout_id, adjustment_id, created_at, note, previous_hash, hash
     )`,
    [
      transaction.storeId,
      entries.map((entry) => entry.sequence),
      entries.map((entry) => entry.entryId),
      entries.map((entry) => entry.type),
      entries.map((entry) => entry.amount),
      entries.map((entry) => entry.currency),
      entries.map((entry) => entry.runningBalance),
      entries.map((entry) => entry.orderId),
      entries.map((entry) => entry.paymentId),
      entries.map((entry) => entry.refundId),
      entries.map((entry) => entry.disputeId),
      entries.map((entry) => entry.payoutId),
      entries.map((entry) => entry.adjustmentId),
      entries.map((entry) => formatInstant(entry.createdAt)),
      entries.map((entry) => entry.note),
      entries.map((entry) => entry.previousHash),
      entries.map((entry) => entry.hash),
    ],
  );
}
