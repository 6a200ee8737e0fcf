import { deleteApiRequests } from '../db/api-requests.ts';
import { deleteDownloads } from '../db/downloads.ts';
import { deleteNonces } from '../db/hmac-nonces.ts';
import { deleteDeliveries } from '../db/webhook-deliveries.ts';
import { deleteKeys } from '../db/idempotency-keys.ts';
import { listStoreIds } from '../db/stores.ts';
import { inPlatform, inStore } from '../db/transaction.ts';
import {
  DAY_MS,
  HOUR_MS,
  IDEMPOTENCY_TTL_HOURS,
  RETENTION_DAYS,
  SWEEP_BATCH_ROWS,
  SWEEP_CLOCK_SKEW_MS,
} from '../domain/limits.ts';
import type { SweepContext, SweepPart } from './sweep.ts';
import type { Swept } from './swept.ts';

const STORES_AT_ONCE = 1_000;

/**
 * Deletes the requests, downloads and deliveries of webhooks that are 30 days old, and the nonces and idempotency keys that guard against
 * nothing any more, store by store, in transactions of a bounded size.
 */
export const sweepRecords: SweepPart = async (context, signal, swept) => {
  const now = context.clock();
  let storeIds: string[];
  let after = '';
  do {
    storeIds = await inPlatform(context.database, (transaction) =>
      listStoreIds(transaction, after, STORES_AT_ONCE),
    );
    for (const storeId of storeIds) {
      await sweepStore(context, { storeId, now, signal }, swept);
      after = storeId;
    }
  } while (storeIds.length === STORES_AT_ONCE && !signal.aborted);
};

/** Adds what it deletes to `swept`. */
async function sweepStore(
  { database }: SweepContext,
  { storeId, now, signal }: { storeId: string; now: number; signal: AbortSignal },
  swept: Swept,
): Promise<void> {
  const limit = SWEEP_BATCH_ROWS;
  const records = { until: now - RETENTION_DAYS * DAY_MS, limit };
  const nonces = { until: now - SWEEP_CLOCK_SKEW_MS, limit };
  const keys = { until: now - IDEMPOTENCY_TTL_HOURS * HOUR_MS - SWEEP_CLOCK_SKEW_MS, limit };
  let isMore = true;
  while (isMore && !signal.aborted) {
    const some = await inStore(database, storeId, async (transaction) => ({
      requests: await deleteApiRequests(transaction, records),
      downloads: await deleteDownloads(transaction, records),
      webhookDeliveries: await deleteDeliveries(transaction, records),
      nonces: await deleteNonces(transaction, nonces),
      idempotencyKeys: await deleteKeys(transaction, keys),
    }));
    for (const kind of Object.keys(some) as (keyof typeof some)[]) swept[kind] += some[kind];
    isMore = Object.values(some).includes(limit);
  }
}
