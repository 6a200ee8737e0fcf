import { randomUUID } from 'node:crypto';
import { leaveToJob } from '../db/report-attempts.ts';
import type { StoreTransaction } from '../db/transaction.ts';
import { GENERATE_REPORT, type GenerateReportJob } from '../domain/job.ts';
import type { JobContext } from './context.ts';

/**
 * Gives a report that is not finished a new job, before those of reports that were never tried. The old one takes
 * nothing up any more. False: somebody else was faster, and nothing was changed.
 */
export async function queueReportAgain(
  { queue, clock }: Pick<JobContext, 'queue' | 'clock'>,
  transaction: StoreTransaction,
  { reportId, jobId }: { reportId: string; jobId: string | null },
  { afterSeconds = 0, uncounted = false }: { afterSeconds?: number; uncounted?: boolean } = {},
): Promise<boolean> {
  const nextJobId = randomUUID();
  if (!(await leaveToJob(transaction, { reportId, jobId, nextJobId, uncounted }, clock()))) return false;
  const { storeId } = transaction;
  const job: GenerateReportJob = { storeId, reportId };
  const when = afterSeconds === 0 ? {} : { startAfterSeconds: afterSeconds };
  await queue.send(transaction, GENERATE_REPORT, job, {
    id: nextJobId,
    first: true,
    group: storeId,
    ...when,
  });
  return true;
}
