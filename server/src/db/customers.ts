import type { StoreTransaction } from './transaction.ts';

/** Which of these ids are customers of the store. */
export async function findCustomerIds(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from customers where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Registers customers and resolves to the ids that it could: the others are taken. */
export async function insertCustomers(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into customers (store_id, id) select $1, c.id from unnest($2::text[]) as c (id)
     on conflict (id) do nothing returning id`,
    [transaction.storeId, ids],
  );
  return new Set(rows.map((row) => row.id));
}
