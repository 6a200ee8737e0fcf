import { formatInstant } from './instant.ts';
import type { LedgerEntryType } from './ledger-entry-type.ts';

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

/** An entry as everyone outside sees it: the columns of the BALANCE_LEDGER report, in its JSON form. */
export type LedgerEntryRow = ReturnType<typeof ledgerEntryRow>;

/** The one form in which an entry leaves the server, in files, manifests and answers alike, so one verifier reads all. */
export function ledgerEntryRow(entry: LedgerEntry) {
  return {
    store_id: entry.storeId,
    sequence: entry.sequence,
    entry_id: entry.entryId,
    type: entry.type,
    amount: entry.amount,
    currency: entry.currency,
    running_balance: entry.runningBalance,
    order_id: entry.orderId,
    payment_id: entry.paymentId,
    refund_id: entry.refundId,
    dispute_id: entry.disputeId,
    payout_id: entry.payoutId,
    adjustment_id: entry.adjustmentId,
    created_at: formatInstant(entry.createdAt),
    note: entry.note,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}
