import { findSettings } from '../db/stores.ts';
import { inStore } from '../db/transaction.ts';
import { SEND_REPORT_MAIL, type SendReportMailJob, type TellOfReportJob } from '../domain/job.ts';
import type { Job } from '../queue/queue.ts';
import type { JobContext } from './context.ts';

/**
 * From the end of a report to one job for each who is told of it. The jobs are queued and this one is ended in one
 * transaction: each is queued once.
 */
export async function tellOfReport(
  { database, queue }: Pick<JobContext, 'database' | 'queue'>,
  job: Job<TellOfReportJob>,
): Promise<void> {
  const { storeId, reportId } = job.data;
  await inStore(database, storeId, async (transaction) => {
    const settings = await findSettings(transaction);
    const mail: SendReportMailJob = { storeId, reportId };
    if (settings?.notifyReportReady) await queue.send(transaction, SEND_REPORT_MAIL, mail);
    await job.complete(transaction);
  });
}
