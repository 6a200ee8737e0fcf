import { findStore, type Store } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../context.ts';

/** The store, for its members and the operator. NOT_FOUND when there is none, or the id is none of ours. */
export async function getStore(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string },
): Promise<Store> {
  requireRole(caller, input.storeId, 'VIEWER');
  const store = await inStore(context.database, input.storeId, findStore);
  if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
  return store;
}
