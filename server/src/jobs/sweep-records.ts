import { deleteApiRequests } from '../db/api-requests.ts';
import { deleteDownloads } from '../db/downloads.ts';
import { listStoreIds } from '../db/stores.ts';
import { inPlatform, inStore } from '../db/transaction.ts';
import { DAY_MS, RECORDS_SWEEP_BATCH_ROWS, RETENTION_DAYS } from '../domain/limits.ts';
import type { JobContext } from './context.ts';

const STORES_AT_ONCE = 1_000;

/**
 * Deletes the requests and downloads that are 30 days old, store by store, in transactions of a bounded size, and
 * resolves to how many. Any number of workers may do so at once. Ends early, between two transactions, when `signal`
 * fires; the next sweep goes on.
 */
export async function sweepRecords(
  context: Pick<JobContext, 'database' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  const until = context.clock() - RETENTION_DAYS * DAY_MS;
  let deleted = 0;
  let storeIds: string[];
  let after = '';
  do {
    storeIds = await inPlatform(context.database, (transaction) =>
      listStoreIds(transaction, after, STORES_AT_ONCE),
    );
    for (const storeId of storeIds) {
      deleted += await sweepStore(context, { storeId, until, signal });
      after = storeId;
    }
  } while (storeIds.length === STORES_AT_ONCE && !signal.aborted);
  return deleted;
}

async function sweepStore(
  { database }: Pick<JobContext, 'database'>,
  { storeId, until, signal }: { storeId: string; until: number; signal: AbortSignal },
): Promise<number> {
  const batch = { until, limit: RECORDS_SWEEP_BATCH_ROWS };
  let deleted = 0;
  let isMore = true;
  while (isMore && !signal.aborted) {
    const [requests, downloads] = await inStore(database, storeId, async (transaction) => [
      await deleteApiRequests(transaction, batch),
      await deleteDownloads(transaction, batch),
    ]);
    deleted += requests + downloads;
    isMore = Math.max(requests, downloads) === batch.limit;
  }
  return deleted;
}
