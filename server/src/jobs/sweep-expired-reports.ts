import {
  deleteExpiredReports,
  type ExpiredReport,
  listAttempts,
  listExpiredReports,
} from '../db/expired-reports.ts';
import { inPlatform, inStore } from '../db/transaction.ts';
import { SWEEP_BATCH_REPORTS } from '../domain/limits.ts';
import { objectKey } from './report-object.ts';
import type { SweepContext, SweepPart } from './sweep.ts';

/**
 * Deletes the reports whose 30 days are over, whatever became of them. Files go first, then the row with its manifest
 * and attempts: after a sweep that was killed in between, the row is still there for the next one. The job of a report
 * that was not finished ends by itself: whoever takes it up finds no report, and whoever works on it finds the claim gone.
 */
export const sweepExpiredReports: SweepPart = async (context, signal, swept) => {
  const now = context.clock();
  let page: ExpiredReport[] = [];
  do {
    // Never the same page again, even if something kept a row from going.
    const options = { now, after: page.at(-1), limit: SWEEP_BATCH_REPORTS };
    page = await inPlatform(context.database, (transaction) => listExpiredReports(transaction, options));
    for (const [storeId, reports] of Map.groupBy(page, (report) => report.storeId)) {
      if (signal.aborted) return;
      const reportIds = reports.map(({ reportId }) => reportId);
      swept.reports += await deleteReports(context, storeId, reportIds, now);
    }
  } while (page.length === SWEEP_BATCH_REPORTS);
};

async function deleteReports(
  { database, storage }: SweepContext,
  storeId: string,
  reportIds: readonly string[],
  now: number,
): Promise<number> {
  const attempts = await inStore(database, storeId, (transaction) => listAttempts(transaction, reportIds));
  const keys = attempts.flatMap(({ formats, ...attempt }) =>
    formats.map((format) => objectKey({ storeId, ...attempt, format })),
  );
  await storage.delete(keys);
  return inStore(database, storeId, (transaction) => deleteExpiredReports(transaction, reportIds, now));
}
