import { type Claim, type ClaimedReport, handBack, holdsClaim, markFailed } from '../db/report-attempts.ts';
import { inStore, type StoreTransaction } from '../db/transaction.ts';
import { ERRORS } from '../domain/errors.ts';
import { GENERATE_REPORT, type GenerateReportJob } from '../domain/job.ts';
import { REPORT_ATTEMPTS_MAX, RETRY_JITTER, RETRY_WAITS_SECONDS } from '../domain/limits.ts';
import type { Job } from '../queue/queue.ts';
import { classifyFailure } from './classify-failure.ts';
import type { JobContext } from './context.ts';

/**
 * After an attempt that did not publish: another one later when that can help, else FAILED with the reason. An attempt
 * stopped by a graceful shutdown is handed back uncounted; one that lost its claim has nothing left to say.
 */
export async function endFailedAttempt(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
  report: ClaimedReport,
  error: unknown,
): Promise<void> {
  const { storeId } = job.data;
  const errorCode = classifyFailure(error);
  context.log.warn({ err: error, errorCode }, 'report attempt failed');
  // A job whose lease was lost is given out again by the queue: it is no longer this worker's to end.
  if (job.signal.aborted && !job.isStopping()) return;
  await inStore(context.database, storeId, async (transaction) => {
    if (!(await holdsClaim(transaction, claim))) return;
    if (job.isStopping()) {
      await handBack(transaction, claim, context.clock());
      await tryAgain(context, transaction, job, 0);
    } else if (ERRORS[errorCode].retryable && report.attempt < REPORT_ATTEMPTS_MAX) {
      await tryAgain(context, transaction, job, jitter(RETRY_WAITS_SECONDS[report.attempt - 1] ?? 0));
    } else {
      await markFailed(
        transaction,
        claim,
        { errorCode, errorMessage: ERRORS[errorCode].sentence },
        context.clock(),
      );
    }
    await job.complete(transaction);
  });
}

async function tryAgain(
  context: JobContext,
  transaction: StoreTransaction,
  job: Job<GenerateReportJob>,
  seconds: number,
): Promise<void> {
  const when = seconds === 0 ? {} : { startAfterSeconds: seconds };
  await context.queue.send(transaction, GENERATE_REPORT, job.data, { group: job.data.storeId, ...when });
}

/** Seconds, varied so that what failed together does not come back together. */
function jitter(seconds: number): number {
  return seconds * (1 + RETRY_JITTER * (2 * Math.random() - 1));
}
