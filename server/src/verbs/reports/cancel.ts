import { findReport, markCanceled, type Report } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError, ERRORS } from '../../domain/errors.ts';
import { TELL_OF_REPORT } from '../../domain/job.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';

/**
 * Stops a PENDING or PROCESSING report: FAILED with CANCELED at once, whatever its worker is doing, which finds that it
 * has lost the report within a second or so. Throws NOT_FOUND, and REPORT_FINISHED for one that has ended.
 */
export async function cancelReport(
  context: VerbContext,
  caller: Caller,
  { storeId, reportId }: { storeId: string; reportId: string },
  onEffect?: OnEffect<Report>,
): Promise<Report> {
  requirePermission(caller, storeId, 'REPORTS_WRITE');
  return inStore(context.database, storeId, async (transaction) => {
    const now = context.clock();
    const isCanceled = await markCanceled(transaction, reportId, ERRORS.CANCELED.sentence, now);
    const report = await findReport(transaction, reportId, now);
    if (!report) throw new DaybookError('NOT_FOUND', 'There is no such report.');
    if (!isCanceled) {
      const message = `The report is ${report.status} already; only one that is PENDING or PROCESSING can be cancelled.`;
      throw new DaybookError('REPORT_FINISHED', message);
    }
    await context.queue.send(transaction, TELL_OF_REPORT, { storeId, reportId });
    await onEffect?.(transaction, report);
    return report;
  });
}
