import type { StoreTransaction } from './transaction.ts';

/** Which of these ids are bank accounts of the store. */
export async function findBankAccountIds(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from bank_accounts where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Registers bank accounts and resolves to the ids that it could: the others are taken. */
export async function insertBankAccounts(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into bank_accounts (store_id, id) select $1, b.id from unnest($2::text[]) as b (id)
     on conflict (id) do nothing returning id`,
    [transaction.storeId, ids],
  );
  return new Set(rows.map((row) => row.id));
}
