import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import type { Adjustment } from './adjustments.ts';
import type { Dispute } from './disputes.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { Payment } from './payments.ts';
import type { Payout } from './payouts.ts';
import { readInBatches } from './read-in-batches.ts';
import type { Refund } from './refunds.ts';
import type { StoreTransaction } from './transaction.ts';

type OfPayment = { paymentId: string; orderId: string | null };

/** What the booking of each kind of object follows from, as recorded. `hasTieOut`: any column of it is filled. */
export type BookedObjects = {
  payment: Pick<Payment, 'id' | 'orderId' | 'status' | 'currency' | 'settledAmount' | 'completedAt'>;
  refund: Pick<Refund, 'id' | 'status' | 'mode' | 'amount' | 'resolvedAt'> & OfPayment;
  dispute: Pick<Dispute, 'id' | 'status' | 'amount' | 'feeAmount' | 'createdAt' | 'resolvedAt'> & OfPayment;
  payout: Pick<Payout, 'id' | 'status' | 'currency' | 'amount' | 'createdAt' | 'resolvedAt'> & {
    hasTieOut: boolean;
  };
  adjustment: Pick<Adjustment, 'id' | 'amount' | 'note' | 'createdAt'>;
};

const OBJECTS: Readonly<Record<keyof BookedObjects, string>> = {
  payment: `
    select id, order_id as "orderId", status, currency, settled_amount as "settledAmount", completed_at as "completedAt"
    from payments where store_id = $1`,
  refund: `
    select refunds.id, refunds.status, mode, amount, resolved_at as "resolvedAt", payment_id as "paymentId",
      order_id as "orderId"
    from refunds left join payments on payments.store_id = refunds.store_id and payments.id = payment_id
    where refunds.store_id = $1`,
  dispute: `
    select disputes.id, disputes.status, amount, fee_amount as "feeAmount", disputes.created_at as "createdAt",
      resolved_at as "resolvedAt", payment_id as "paymentId", order_id as "orderId"
    from disputes left join payments on payments.store_id = disputes.store_id and payments.id = payment_id
    where disputes.store_id = $1`,
  payout: `
    select id, status, currency, amount, created_at as "createdAt", resolved_at as "resolvedAt",
      num_nonnulls(first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount,
        adjustments_amount, balance_before, balance_after) > 0 as "hasTieOut"
    from payouts where store_id = $1`,
  adjustment: `
    select id, amount, note, created_at as "createdAt" from adjustments where store_id = $1`,
};

const ID_COLUMNS: Readonly<Record<keyof BookedObjects, string>> = {
  payment: 'payment_id',
  refund: 'refund_id',
  dispute: 'dispute_id',
  payout: 'payout_id',
  adjustment: 'adjustment_id',
};

/** An entry beside its object. `objectId`: the one it names. `entryEarliest`: when the entry before it was, null for the first. */
export type BesideObject = {
  [Field in Exclude<keyof LedgerEntry, BesideTheBooking> as `entry${Capitalize<Field>}`]: LedgerEntry[Field];
} & { objectId: string | null; entryEarliest: number | null };
type BesideTheBooking = 'storeId' | 'previousHash' | 'entryId' | 'currency' | 'runningBalance' | 'hash';

type Absent<Row> = { [Field in keyof Row]: null };
/** An object with one of its entries, or without any, or an entry without an object. */
export type BookedRow<Kind extends keyof BookedObjects> =
  | (BookedObjects[Kind] & BesideObject)
  | (BookedObjects[Kind] & Absent<BesideObject>)
  | (Absent<BookedObjects[Kind]> & BesideObject);

/**
 * Every object of one kind beside its entries, which are those of these types, in batches; an object's rows follow each
 * other, by sequence.
 */
export function readBookedObjects<Kind extends keyof BookedObjects>(
  transaction: StoreTransaction,
  kind: Kind,
  types: readonly LedgerEntryType[],
): AsyncGenerator<BookedRow<Kind>[]> {
  const objectId = ID_COLUMNS[kind];
  return readInBatches(
    transaction,
    `select object.*, entry.*
     from (${OBJECTS[kind]}) as object
     full join (
       select * from (
         select ${objectId} as "objectId", sequence as "entrySequence", type as "entryType", amount as "entryAmount",
           order_id as "entryOrderId", payment_id as "entryPaymentId", refund_id as "entryRefundId",
           dispute_id as "entryDisputeId", payout_id as "entryPayoutId", adjustment_id as "entryAdjustmentId",
           created_at as "entryCreatedAt", lag(created_at) over (order by sequence) as "entryEarliest",
           note as "entryNote"
         from ledger_entries where store_id = $1
       ) as every_entry
       where "entryType" = any ($2)
     ) as entry on entry."objectId" = object.id
     order by coalesce(object.id, entry."objectId"), "entrySequence"`,
    [types],
  );
}
