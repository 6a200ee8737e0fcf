import type { StoreTransaction } from '../../db/transaction.ts';

/** The statements of a table that knows nothing but whose an id is. */
export type IdRegister = {
  find(transaction: StoreTransaction, ids: readonly string[]): Promise<Set<string>>;
  insert(transaction: StoreTransaction, ids: readonly string[]): Promise<Set<string>>;
};

/** Gives ids to the store and resolves to those that another store has. */
export async function registerIds(
  transaction: StoreTransaction,
  register: IdRegister,
  mentioned: readonly (string | null)[],
): Promise<Set<string>> {
  const ids = [...new Set(mentioned.filter((id) => id !== null))];
  if (ids.length === 0) return new Set();
  const known = await register.find(transaction, ids);
  const missing = ids.filter((id) => !known.has(id)).toSorted();
  if (missing.length === 0) return new Set();
  const inserted = await register.insert(transaction, missing);
  return new Set(missing.filter((id) => !inserted.has(id)));
}
