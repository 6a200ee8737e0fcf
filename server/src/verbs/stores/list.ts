import { listStores as selectStores, type Store } from '../../db/stores.ts';
import { inPlatform } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** Every store, oldest first. */
export async function listStores(context: Pick<VerbContext, 'database'>, caller: Caller): Promise<Store[]> {
  requireOperator(caller);
  return inPlatform(context.database, selectStores);
}
