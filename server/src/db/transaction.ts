import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { DaybookError } from '../domain/errors.ts';
import { isOwnId } from '../domain/id.ts';
import { formatInstant } from '../domain/instant.ts';
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

const SNAPSHOT = 'isolation level repeatable read, read only';
/** A transaction in which row-level security shows one account and nothing else; every statement names it too. */
export type AccountTransaction = Transaction & { readonly accountId: string };

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

/**
 * Runs `run` in a transaction that only reads one store, all of it as it is at one instant. `signal` cuts off what is
 * running and rejects with its reason.
 */
export async function inStoreSnapshot<Result>(
  database: Database,
  storeId: string,
  signal: AbortSignal | undefined,
  run: (transaction: StoreTransaction) => Promise<Result>,
): Promise<Result> {
  const scope = { name: 'daybook.store_id', value: storeId, mode: SNAPSHOT, signal };
  return inTransaction(database, scope, (transaction) => run({ ...transaction, storeId }));
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

/** A transaction of the sweep: of accounts and networks row-level security shows it what was over by `until`, and nothing else. */
export type SweepTransaction = Transaction & { readonly until: number };

/** A transaction that may delete what accounts and networks left and what was over by that instant. */
export function inSweep<Result>(
  database: Database,
  until: number,
  run: (transaction: SweepTransaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(
    database,
    { name: 'daybook.swept_until', value: formatInstant(until) },
    (transaction) => run({ ...transaction, until }),
  );
}

/** A transaction that may use the one token, sign-in link or refresh token whose secret has this SHA-256 (hex). */
export function inCredential<Result>(
  database: Database,
  secretHash: string,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.credential', value: secretHash }, run);
}

/** Runs `run` in a transaction of one account: row-level security shows its sessions, memberships and stores. */
export async function inAccount<Result>(
  database: Database,
  accountId: string,
  run: (transaction: AccountTransaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.account_id', value: accountId }, (transaction) =>
    run({ ...transaction, accountId }),
  );
}

/** A transaction that may find, or make, the one account with this address. */
export function inAddress<Result>(
  database: Database,
  email: string,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.address', value: '' }, async (transaction) => {
    await enterAddress(transaction, email);
    return run(transaction);
  });
}

/** A transaction of one network, in CIDR notation: the IPv4 address, or the 64 bits of the IPv6 one that a site owns. */
export type NetworkTransaction = Transaction & { readonly network: string };

/** A transaction that may count the requests from the network of an address. */
export function inNetwork<Result>(
  database: Database,
  ip: string,
  run: (transaction: NetworkTransaction) => Promise<Result>,
): Promise<Result> {
  return inTransaction(database, { name: 'daybook.network', value: '' }, async (transaction) => {
    const { rows } = await transaction.query<{ network: string }>(
      `select set_config('daybook.network', network(set_masklen(ip, case family(ip) when 6 then 64 else 32 end))::text, true)
         as network from (select $1::inet as ip) as client`,
      [ip],
    );
    return run({ ...transaction, network: (rows[0] as { network: string }).network });
  });
}

/** The same transaction, from here on also one of the account with this address, there or yet to be made. */
export async function enterAddress(transaction: Transaction, email: string): Promise<void> {
  await transaction.query(`select set_config('daybook.address', lower($1), true)`, [email]);
}

/** The same transaction, from here on also one of the account that its credential or address has turned out to be. */
export async function enterAccount(transaction: Transaction, accountId: string): Promise<AccountTransaction> {
  await transaction.query(`select set_config('daybook.account_id', $1, true)`, [accountId]);
  return { ...transaction, accountId };
}

async function inTransaction<Result>(
  database: Database,
  scope: { name: string; value: string; mode?: string; signal?: AbortSignal | undefined },
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  let client: PoolClient;
  try {
    client = await database.pool.connect();
  } catch (error) {
    throw translateDatabaseError(error);
  }
  let broken: Error | undefined;
  let isGivenBack = false;
  const giveBack = (): void => {
    if (!isGivenBack) client.release(broken);
    isGivenBack = true;
  };
  const cutOff = (): void => {
    broken = new Error('the transaction was cut off');
    giveBack();
  };
  try {
    scope.signal?.throwIfAborted();
    scope.signal?.addEventListener('abort', cutOff);
    const setting = `${client.escapeLiteral(scope.name)}, ${client.escapeLiteral(scope.value)}`;
    await client.query(`begin ${scope.mode ?? ''}; select set_config(${setting}, true)`);
    const result = await run({
      query: (text, values) => client.query(text, values as unknown[] | undefined),
    });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    scope.signal?.throwIfAborted();
    throw translateDatabaseError(error);
  } finally {
    scope.signal?.removeEventListener('abort', cutOff);
    giveBack();
  }
}
