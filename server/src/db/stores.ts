import type { StoreTransaction, Transaction } from './transaction.ts';
import { formatInstant } from '../domain/instant.ts';

/** `country` is ISO 3166-1 alpha-2, `currency` ISO 4217, the currency in which the store is settled. */
export type Store = {
  id: string;
  title: string;
  handle: string;
  currency: string;
  country: string;
  createdAt: number;
};

const COLUMNS = `id, title, handle, currency, country, created_at as "createdAt"`;

export async function insertStore(transaction: StoreTransaction, store: Store): Promise<void> {
  await transaction.query(
    `insert into stores (id, title, handle, currency, country, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [store.id, store.title, store.handle, store.currency, store.country, formatInstant(store.createdAt)],
  );
}

export async function findStore(transaction: StoreTransaction): Promise<Store | undefined> {
  const { rows } = await transaction.query<Store>(`select ${COLUMNS} from stores where id = $1`, [
    transaction.storeId,
  ]);
  return rows[0];
}

/** Holds the store's row until the transaction ends: what counts and then inserts for a store takes turns here. */
export async function lockStore(transaction: StoreTransaction): Promise<boolean> {
  const { rowCount } = await transaction.query(`select 1 from stores where id = $1 for update`, [
    transaction.storeId,
  ]);
  return rowCount === 1;
}

/** Every store, oldest first. Only in a platform transaction. */
export async function listStores(transaction: Transaction): Promise<Store[]> {
  const { rows } = await transaction.query<Store>(`select ${COLUMNS} from stores order by created_at, id`);
  return rows;
}
