import { findReport, type Report } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';
import { queueReport } from './queue-report.ts';

/**
 * Queues a new report with the parameters of a FAILED one, which stays as it is. Throws NOT_FOUND, REPORT_FINISHED for
 * one in another state, and TOO_MANY_ACTIVE_REPORTS.
 */
export async function retryReport(
  context: VerbContext,
  caller: Caller,
  { storeId, reportId }: { storeId: string; reportId: string },
  onEffect?: OnEffect<Report>,
): Promise<Report> {
  requirePermission(caller, storeId, 'REPORTS_WRITE');
  return inStore(context.database, storeId, async (transaction) => {
    const failed = await findReport(transaction, reportId, context.clock());
    if (!failed) throw new DaybookError('NOT_FOUND', 'There is no such report.');
    if (failed.status !== 'FAILED') {
      const message = `The report is ${failed.status}; only one that is FAILED can be retried.`;
      throw new DaybookError('REPORT_FINISHED', message);
    }
    const report = await queueReport(context, caller, transaction, failed);
    await onEffect?.(transaction, report);
    return report;
  });
}
