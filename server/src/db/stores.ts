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

/** The next ids after this one, in order. Only in a platform transaction. */
export async function listStoreIds(
  transaction: Transaction,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from stores where id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows.map((row) => row.id);
}

/** One page of all stores, newest first, and how many there are in all. Only in a platform transaction. */
export async function listStores(
  transaction: Transaction,
  filter: { handle?: string; page: number; limit: number },
): Promise<{ items: Store[]; total: number }> {
  const where = `($1::text is null or handle = $1)`;
  const handle = filter.handle ?? null;
  const counted = await transaction.query<{ total: number }>(
    `select count(*) as total from stores where ${where}`,
    [handle],
  );
  // Ids sort by creation, and have an index.
  const { rows } = await transaction.query<Store>(
    `select ${COLUMNS} from stores where ${where} order by id desc limit $2 offset $3`,
    [handle, filter.limit, (filter.page - 1) * filter.limit],
  );
  return { items: rows, total: counted.rows[0]?.total ?? 0 };
}

/** The store's title and the address of the account that owns it. */
export async function findStoreOwner(
  transaction: StoreTransaction,
): Promise<{ storeTitle: string; email: string } | undefined> {
  const { rows } = await transaction.query<{ storeTitle: string; email: string }>(
    `select title as "storeTitle", email
     from stores
       join members on members.store_id = stores.id and role = 'OWNER'
       join accounts on accounts.id = members.account_id
     where stores.id = $1`,
    [transaction.storeId],
  );
  return rows[0];
}

/** What the store has chosen for itself. */
export type StoreSettings = { notifyReportReady: boolean };

export async function findSettings(transaction: StoreTransaction): Promise<StoreSettings | undefined> {
  const { rows } = await transaction.query<StoreSettings>(
    `select notify_report_ready as "notifyReportReady" from stores where id = $1`,
    [transaction.storeId],
  );
  return rows[0];
}

export async function updateSettings(transaction: StoreTransaction, settings: StoreSettings): Promise<void> {
  await transaction.query(`update stores set notify_report_ready = $2 where id = $1`, [
    transaction.storeId,
    settings.notifyReportReady,
  ]);
}
