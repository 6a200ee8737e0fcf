import { type Claim, type ClaimedReport, holdsClaim, markFailed } from '../db/report-attempts.ts';
import { inStore } from '../db/transaction.ts';
import { ERRORS } from '../domain/errors.ts';
import { type GenerateReportJob, TELL_OF_REPORT } from '../domain/job.ts';
import { REPORT_ATTEMPTS_MAX, RETRY_JITTER, RETRY_WAITS_SECONDS } from '../domain/limits.ts';
import type { Job } from '../queue/queue.ts';
import { ClaimLost } from './claim-lost.ts';
import { classifyFailure } from './classify-failure.ts';
import type { JobContext } from './context.ts';
import { queueReportAgain } from './queue-report-again.ts';
import { untilAvailable } from './until-available.ts';

/** `ms`: how long the attempt took. */
type FailedAttempt = {
  readonly job: Job<GenerateReportJob>;
  readonly claim: Claim;
  readonly report: ClaimedReport;
  readonly ms: number;
};

/**
 * After an attempt that did not publish: another one later when that can help, else FAILED with the reason. An attempt
 * stopped by a graceful shutdown is handed back uncounted; one that lost its claim has nothing left to say.
 */
export async function endFailedAttempt(
  context: JobContext,
  { job, claim, report, ms }: FailedAttempt,
  error: unknown,
): Promise<void> {
  const { storeId, reportId } = job.data;
  const errorCode = classifyFailure(error);
  const stopping = job.isStopping();
  const count = (outcome: string) => context.metrics.attempts.inc({ type: report.type, outcome });
  if (stopping) {
    count('handed_back');
    context.log.info({ ms }, 'report handed back: this process stops');
  } else if (isClaimLost(error)) {
    count('superseded');
    context.log.info({ ms }, 'the claim was lost: the report was cancelled, or another worker has it'); // prettier-ignore
  } else {
    count(errorCode);
    context.log.warn({ err: error, errorCode, ms }, 'report attempt failed');
  }
  // A job whose lease was lost is given out again by the queue: it is no longer this worker's to end.
  if (job.signal.aborted && !stopping) return;
  const tell = await untilAvailable(() =>
    inStore(context.database, storeId, async (transaction): Promise<(() => void) | undefined> => {
      if (!(await holdsClaim(transaction, claim))) return undefined;
      let told: (() => void) | undefined;
      const again = { reportId, jobId: job.id };
      if (stopping) {
        await queueReportAgain(context, transaction, again, { uncounted: true });
      } else if (ERRORS[errorCode].retryable && report.attempt < REPORT_ATTEMPTS_MAX) {
        const afterSeconds = jitter(RETRY_WAITS_SECONDS[report.attempt - 1] ?? 0);
        await queueReportAgain(context, transaction, again, { afterSeconds });
        told = () =>
          context.log.info({ afterSeconds: Math.round(afterSeconds) }, 'report will be tried again');
      } else {
        const failure = { errorCode, errorMessage: ERRORS[errorCode].sentence };
        if (await markFailed(transaction, claim, failure, context.clock())) {
          await context.queue.send(transaction, TELL_OF_REPORT, job.data);
          told = () => context.log.warn({ errorCode }, 'report failed');
        }
      }
      await job.complete(transaction);
      return told;
    }),
  );
  // Only what is committed is told.
  tell?.();
}

/** The signal's reason comes by itself, or behind the error of what it ended. */
function isClaimLost(error: unknown): boolean {
  return error instanceof ClaimLost || (error instanceof Error && error.cause instanceof ClaimLost);
}

/** Seconds, varied so that what failed together does not come back together. */
function jitter(seconds: number): number {
  return seconds * (1 + RETRY_JITTER * (2 * Math.random() - 1));
}
