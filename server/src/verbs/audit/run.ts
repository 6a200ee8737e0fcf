import { findStore, listStores } from '../../db/stores.ts';
import { inPlatform, inStore, inStoreSnapshot } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { auditStore, type StoreAudit } from '../../ledger/audit/audit-store.ts';
import type { VerbContext } from '../context.ts';

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
  const stores =
    storeId === undefined
      ? await inPlatform(database, listStores)
      : [await inStore(database, storeId, findStore)];
  for (const store of stores) {
    if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    yield await inStoreSnapshot(database, store.id, signal, (transaction) =>
      auditStore(transaction, store, onRows),
    );
  }
}
