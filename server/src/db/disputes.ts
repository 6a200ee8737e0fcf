import type { DisputeReason, DisputeStatus } from '../domain/dispute-state.ts';
import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** A dispute as a row. Amounts in the smallest unit of its payment's currency, times in milliseconds since the epoch. */
export type Dispute = {
  id: string;
  paymentId: string;
  status: DisputeStatus;
  reason: DisputeReason;
  amount: number;
  feeAmount: number;
  createdAt: number;
  resolvedAt: number | null;
};

/** Every dispute of the store that has one of these ids. */
export async function findDisputes(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Dispute[]> {
  const { rows } = await transaction.query<Dispute>(
    `select id, payment_id as "paymentId", status, reason, amount, fee_amount as "feeAmount",
       created_at as "createdAt", resolved_at as "resolvedAt"
     from disputes where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return rows;
}

/** Adds disputes and resolves to the ids that it could: the others are taken. */
export async function insertDisputes(
  transaction: StoreTransaction,
  disputes: readonly Dispute[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into disputes (store_id, id, payment_id, status, reason, amount, fee_amount, created_at, resolved_at)
     select $1, d.* from ${DISPUTE_ROWS}
     on conflict (id) do nothing returning id`,
    [transaction.storeId, ...columnsOf(disputes)],
  );
  return new Set(rows.map((row) => row.id));
}

/** Brings disputes to these states. What never changes (payment, amounts, creation) is left out. */
export async function updateDisputes(
  transaction: StoreTransaction,
  disputes: readonly Dispute[],
): Promise<void> {
  await transaction.query(
    `update disputes set status = d.status, reason = d.reason, resolved_at = d.resolved_at
     from ${DISPUTE_ROWS}
     where store_id = $1 and disputes.id = d.id`,
    [transaction.storeId, ...columnsOf(disputes)],
  );
}

/** Many disputes as arrays, one for each column. */
const DISPUTE_ROWS = `unnest(
       $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::timestamptz[], $9::timestamptz[]
     ) as d (id, payment_id, status, reason, amount, fee_amount, created_at, resolved_at)`;

function columnsOf(disputes: readonly Dispute[]): unknown[][] {
  return [
    disputes.map((dispute) => dispute.id),
    disputes.map((dispute) => dispute.paymentId),
    disputes.map((dispute) => dispute.status),
    disputes.map((dispute) => dispute.reason),
    disputes.map((dispute) => dispute.amount),
    disputes.map((dispute) => dispute.feeAmount),
    disputes.map((dispute) => formatInstant(dispute.createdAt)),
    disputes.map((dispute) => (dispute.resolvedAt === null ? null : formatInstant(dispute.resolvedAt))),
  ];
}
