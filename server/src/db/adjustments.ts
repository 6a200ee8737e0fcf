import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** An adjustment as a row: a credit or debit by the platform, in the smallest unit of the store's currency. */
export type Adjustment = { id: string; amount: number; note: string; createdAt: number };

/** Every adjustment of the store that has one of these ids. */
export async function findAdjustments(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Adjustment[]> {
  const { rows } = await transaction.query<Adjustment>(
    `select id, amount, note, created_at as "createdAt"
     from adjustments where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return rows;
}

/** Adds adjustments and resolves to the ids that it could: the others are taken. */
export async function insertAdjustments(
  transaction: StoreTransaction,
  adjustments: readonly Adjustment[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into adjustments (store_id, id, amount, note, created_at)
     select $1, a.*
     from unnest($2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) as a (id, amount, note, created_at)
     on conflict (id) do nothing returning id`,
    [
      transaction.storeId,
      adjustments.map((adjustment) => adjustment.id),
      adjustments.map((adjustment) => adjustment.amount),
      adjustments.map((adjustment) => adjustment.note),
      adjustments.map((adjustment) => formatInstant(adjustment.createdAt)),
    ],
  );
  return new Set(rows.map((row) => row.id));
}
