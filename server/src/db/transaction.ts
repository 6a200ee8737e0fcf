import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { DaybookError } from '../domain/errors.ts';
import { isOwnId } from '../domain/id.ts';
import { type Database, translateDatabaseError } from './database.ts';

/** A running transaction. Statements of the `db` room take it as their first argument. */
export type Transaction = {
  query<Row extends QueryResultRow = never>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
};

/** A transaction in which row-level security shows one store and nothing else; every statement names it too. */
export type StoreTransaction = Transaction & { readonly storeId: string };

/** Runs `run` in a transaction of one store: commits when it resolves, rolls back when it rejects. NOT_FOUND for a text that is no store id. */
export async function inStore<Result>(
  database: Database,
  storeId: string,
  run: (transaction: StoreTransaction) => Promise<Result>,
): Promise<Result> {
  if (!isOwnId('shp', storeId)) throw new DaybookError('NOT_FOUND', 'There is no such store.');
  return inTransaction(database, { name: 'daybook.store_id', value: storeId }, (transaction) =>
    run({ ...transaction, storeId }),
  );
}

/** A transaction that may add records of requests and downloads to any store, and sees none. */
export function inRecorder<Result>(
  database: Database,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.recorder', value: 'on' }, run);
}

/** A transaction that may read the rows which the operator's policies open over all stores. */
export function inPlatform<Result>(
  database: Database,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.platform', value: 'on' }, run);
}

/** A transaction that may read the one token whose secret has this SHA-256 (hex). */
export function inCredential<Result>(
  database: Database,
  secretHash: string,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.credential', value: secretHash }, run);
}

async function inTransaction<Result>(
  database: Database,
  scope: { name: string; value: string },
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  let client: PoolClient;
  try {
    client = await database.pool.connect();
  } catch (error) {
    throw translateDatabaseError(error);
  }
  let broken: Error | undefined;
  try {
    const setting = `${client.escapeLiteral(scope.name)}, ${client.escapeLiteral(scope.value)}`;
    await client.query(`begin; select set_config(${setting}, true)`);
    const result = await run({
      query: (text, values) => client.query(text, values as unknown[] | undefined),
    });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw translateDatabaseError(error);
  } finally {
    client.release(broken);
  }
}
