import { type ApiRequest, listApiRequests as selectRequests } from '../../db/api-requests.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DAY_MS, RETENTION_DAYS } from '../../domain/limits.ts';
import type { VerbContext } from '../context.ts';

/** One page of the requests that the store's tokens sent in the last 30 days, newest first. For developers and up. */
export async function listApiRequests(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  input: {
    storeId: string;
    /** Only what came before this instant, in milliseconds. */
    before?: number;
    tokenId?: string;
    /** 200, 400 or 500: only answers of that class. */
    statusFrom?: number;
    page: number;
    limit: number;
  },
): Promise<{ items: ApiRequest[]; total: number }> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  const { storeId, ...filter } = input;
  const after = context.clock() - RETENTION_DAYS * DAY_MS;
  return inStore(context.database, storeId, (transaction) =>
    selectRequests(transaction, { ...filter, after }),
  );
}
