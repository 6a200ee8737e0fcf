import { listStores as selectStores, type Store } from '../../db/stores.ts';
import { inPlatform } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** One page of all stores, newest first, or the one with this handle; `page` counts from 1. */
export async function listStores(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { handle?: string; page: number; limit: number },
): Promise<{ items: Store[]; total: number }> {
  requireOperator(caller);
  return inPlatform(context.database, (transaction) => selectStores(transaction, input));
}
