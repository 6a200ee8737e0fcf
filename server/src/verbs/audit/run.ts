import type { Database } from '../../db/database.ts';
import { findStore, listStoreIds } from '../../db/stores.ts';
import { inPlatform, inStore, inStoreSnapshot } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { auditStore, type StoreAudit } from '../../ledger/audit/audit-store.ts';
import type { VerbContext } from '../context.ts';

const STORES_AT_ONCE = 1_000;

/** `storeId`: only this store. `onRows` hears how many more rows were read; `signal` ends it at once. */
export type AuditInput = {
  storeId?: string | undefined;
  signal?: AbortSignal | undefined;
  onRows?: (rows: number) => void;
};

/**
 * Recomputes the books of every store, oldest first, each from one snapshot, and yields what each came to. Throws
 * NOT_FOUND for the store. See `docs/auditing.md`.
 */
export async function* runAudit(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  { storeId, signal, onRows = () => undefined }: AuditInput,
): AsyncGenerator<StoreAudit> {
  requireOperator(caller);
  const { database } = context;
  for await (const id of storeId === undefined ? everyStoreId(database) : [storeId]) {
    const store = await inStore(database, id, findStore);
    if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    yield await inStoreSnapshot(database, id, signal, (transaction) =>
      auditStore(transaction, store, onRows),
    );
  }
}

async function* everyStoreId(database: Database): AsyncGenerator<string> {
  let ids: string[] = [];
  do {
    const after = ids.at(-1) ?? '';
    ids = await inPlatform(database, (transaction) => listStoreIds(transaction, after, STORES_AT_ONCE));
    yield* ids;
  } while (ids.length === STORES_AT_ONCE);
}
