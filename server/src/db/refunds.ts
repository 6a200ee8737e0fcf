import { formatInstant } from '../domain/instant.ts';
import type { RefundMode, RefundReason, RefundStatus } from '../domain/refund-state.ts';
import type { StoreTransaction } from './transaction.ts';

/** A refund as a row. `amount` in the smallest unit of its payment's currency, times in milliseconds since the epoch. */
export type Refund = {
  id: string;
  paymentId: string;
  status: RefundStatus;
  reason: RefundReason | null;
  mode: RefundMode;
  amount: number;
  createdAt: number;
  resolvedAt: number | null;
};

/** Every refund of the store that has one of these ids or is of one of these payments. */
export async function findRefunds(
  transaction: StoreTransaction,
  ids: readonly string[],
  paymentIds: readonly string[],
): Promise<Refund[]> {
  const { rows } = await transaction.query<Refund>(
    `select id, payment_id as "paymentId", status, reason, mode, amount, created_at as "createdAt",
       resolved_at as "resolvedAt"
     from refunds where store_id = $1 and (id = any($2::text[]) or payment_id = any($3::text[]))`,
    [transaction.storeId, ids, paymentIds],
  );
  return rows;
}

/** Adds refunds and resolves to the ids that it could: the others are taken. */
export async function insertRefunds(
  transaction: StoreTransaction,
  refunds: readonly Refund[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into refunds (store_id, id, payment_id, status, reason, mode, amount, created_at, resolved_at)
     select $1, r.* from ${REFUND_ROWS}
     on conflict (id) do nothing returning id`,
    [transaction.storeId, ...columnsOf(refunds)],
  );
  return new Set(rows.map((row) => row.id));
}

/** Brings refunds to these states. What never changes (payment, creation) is left out. */
export async function updateRefunds(
  transaction: StoreTransaction,
  refunds: readonly Refund[],
): Promise<void> {
  await transaction.query(
    `update refunds set
       status = r.status, reason = r.reason, mode = r.mode, amount = r.amount, resolved_at = r.resolved_at
     from ${REFUND_ROWS}
     where store_id = $1 and refunds.id = r.id`,
    [transaction.storeId, ...columnsOf(refunds)],
  );
}

/** Many refunds as arrays, one for each column. */
const REFUND_ROWS = `unnest(
       $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[], $9::timestamptz[]
     ) as r (id, payment_id, status, reason, mode, amount, created_at, resolved_at)`;

function columnsOf(refunds: readonly Refund[]): unknown[][] {
  return [
    refunds.map((refund) => refund.id),
    refunds.map((refund) => refund.paymentId),
    refunds.map((refund) => refund.status),
    refunds.map((refund) => refund.reason),
    refunds.map((refund) => refund.mode),
    refunds.map((refund) => refund.amount),
    refunds.map((refund) => formatInstant(refund.createdAt)),
    refunds.map((refund) => (refund.resolvedAt === null ? null : formatInstant(refund.resolvedAt))),
  ];
}
