import { findStore, listStoreIds } from '../../db/stores.ts';
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
  const storeIds = storeId === undefined ? await inPlatform(database, listStoreIds) : [storeId];
  for (const id of storeIds) {
    const store = await inStore(database, id, findStore);
    if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    yield await inStoreSnapshot(database, id, signal, (transaction) =>
      auditStore(transaction, store, onRows),
    );
  }
}
