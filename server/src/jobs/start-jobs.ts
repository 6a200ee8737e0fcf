import {
  GENERATE_REPORT,
  type GenerateReportJob,
  SEND_SIGN_IN_LINK,
  type SendSignInLinkJob,
  SEND_REPORT_MAIL,
  type SendReportMailJob,
  TELL_OF_REPORT,
  type TellOfReportJob,
} from '../domain/job.ts';
import { RECONCILE_EVERY_MS, SWEEP_EVERY_MS } from '../domain/limits.ts';
import type { JobContext } from './context.ts';
import { generateReport } from './generate-report.ts';
import { reconcile } from './reconcile.ts';
import { repeat } from './repeat.ts';
import { sendReportMail } from './send-report-mail.ts';
import { sendSignInLink } from './send-sign-in-link.ts';
import { tellOfReport } from './tell-of-report.ts';
import { sweep, type SweepResult } from './sweep.ts';

/** Mails of one kind that a worker sends at the same time. */
const MAILS_AT_ONCE = 2;
const TOLD_AT_ONCE = 2;
/** Database connections that this takes besides those of reports. */
export const CONNECTIONS_OF_NEWS = 2 * MAILS_AT_ONCE + TOLD_AT_ONCE;

/** Starts to take jobs from every queue, and what is done by the clock. `stop` ends the latter; the queue has its own. */
export async function startJobs(
  context: JobContext,
  reportsAtOnce: number,
): Promise<{ stop(): Promise<void> }> {
  const { queue, log } = context;
  // One store must not take every place of a worker, however many reports it queues.
  const places = { concurrency: reportsAtOnce, concurrencyPerGroup: Math.max(1, reportsAtOnce - 1) };
  await queue.work<GenerateReportJob>(GENERATE_REPORT, places, (job) => generateReport(context, job));
  const mailPlaces = { concurrency: MAILS_AT_ONCE, concurrencyPerGroup: MAILS_AT_ONCE };
  await queue.work<SendReportMailJob>(SEND_REPORT_MAIL, mailPlaces, (job) => sendReportMail(context, job));
  const tellPlaces = { concurrency: TOLD_AT_ONCE, concurrencyPerGroup: TOLD_AT_ONCE };
  await queue.work<TellOfReportJob>(TELL_OF_REPORT, tellPlaces, (job) => tellOfReport(context, job));
  await queue.work<SendSignInLinkJob>(SEND_SIGN_IN_LINK, mailPlaces, (job) => sendSignInLink(context, job));
  const reconciling = repeat(
    RECONCILE_EVERY_MS,
    (signal) => reconcile(context, signal),
    (error) => log.warn({ err: error }, 'could not look for reports that lost their worker'),
  );
  const sweeping = repeat(
    SWEEP_EVERY_MS,
    async (signal) => logSweep(log, await sweep(context, signal)),
    (error) => log.warn({ err: error }, 'what is over stays until the next sweep'),
  );
  return {
    async stop() {
      await Promise.all([reconciling.stop(), sweeping.stop()]);
    },
  };
}

function logSweep(log: JobContext['log'], { swept, failures, finished }: SweepResult): void {
  for (const { part, error } of failures) log.warn({ err: error, part }, 'stays until the next sweep');
  log.info({ ...swept, finished }, 'swept');
}
