import { type DownloadRecord, listDownloads as selectDownloads } from '../../db/downloads.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DAY_MS, RETENTION_DAYS } from '../../domain/limits.ts';
import type { VerbContext } from '../context.ts';

/** One page of the files that tokens and members of the store took in the last 30 days, newest first. For developers and up. */
export async function listDownloads(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  input: {
    storeId: string;
    before?: number;
    tokenId?: string;
    reportId?: string;
    page: number;
    limit: number;
  },
): Promise<{ items: DownloadRecord[]; total: number }> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  const { storeId, ...filter } = input;
  const after = context.clock() - RETENTION_DAYS * DAY_MS;
  return inStore(context.database, storeId, (transaction) =>
    selectDownloads(transaction, { ...filter, after }),
  );
}
