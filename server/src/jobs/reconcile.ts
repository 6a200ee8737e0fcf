import { setTimeout as delay } from 'node:timers/promises';
import { inPlatform, inStore } from '../db/transaction.ts';
import { listUnattendedReports, type UnattendedReport } from '../db/unattended-reports.ts';
import { GENERATE_REPORT } from '../domain/job.ts';
import { RECONCILE_BATCH_REPORTS, RECONCILE_CONFIRM_MS } from '../domain/limits.ts';
import type { JobContext } from './context.ts';
import { queueReportAgain } from './queue-report-again.ts';

/**
 * Gives every report that lost its worker or its job a new job at once; one whose attempts are used up ends when that is
 * taken up. Any number of workers may do so at the same time. Looks twice: a worker whose connection broke may be about
 * to be back.
 */
export async function reconcile(context: JobContext, signal: AbortSignal): Promise<void> {
  const seen = await look(context);
  if (seen.length === 0) return;
  await delay(RECONCILE_CONFIRM_MS, undefined, { signal });
  const before = new Set(seen.map(identity));
  for (const report of (await look(context)).filter((each) => before.has(identity(each)))) {
    signal.throwIfAborted();
    await attend(context, report);
  }
}

function look({ database, clock }: JobContext): Promise<UnattendedReport[]> {
  return inPlatform(database, (transaction) =>
    listUnattendedReports(transaction, {
      queue: GENERATE_REPORT,
      limit: RECONCILE_BATCH_REPORTS,
      now: clock(),
    }),
  );
}

const identity = ({ reportId, jobId, attempts }: UnattendedReport): string =>
  `${reportId} ${jobId ?? ''} ${attempts}`;

async function attend(context: JobContext, report: UnattendedReport): Promise<void> {
  const { storeId, reportId, jobId, attempts, workerDied } = report;
  const changed = await inStore(context.database, storeId, (transaction) =>
    queueReportAgain(context, transaction, { reportId, jobId }),
  );
  if (!changed) return;
  const lost = workerDied ? 'its worker died' : 'its job was lost';
  context.log.warn({ storeId, reportId, attempts }, `a report was nobody's: ${lost}`);
}
