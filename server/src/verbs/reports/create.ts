import type { Report } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { Format } from '../../domain/format.ts';
import { parsePeriod } from '../../domain/period.ts';
import type { ReportType } from '../../domain/report-type.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';
import { queueReport } from './queue-report.ts';

/** `periodStart` and `periodEnd` as the caller wrote them. */
export type CreateReportInput = {
  storeId: string;
  type: ReportType;
  periodStart: string;
  periodEnd: string;
  formats: Format[];
  formulaGuard: boolean;
};

/** Queues a report: its row and its job in one transaction. Throws INVALID_PERIOD, NOT_FOUND and TOO_MANY_ACTIVE_REPORTS. */
export async function createReport(
  context: VerbContext,
  caller: Caller,
  { storeId, periodStart, periodEnd, ...rest }: CreateReportInput,
  onEffect?: OnEffect<Report>,
): Promise<Report> {
  requirePermission(caller, storeId, 'REPORTS_WRITE');
  const period = parsePeriod(periodStart, periodEnd);
  return inStore(context.database, storeId, async (transaction) => {
    const parameters = { ...rest, periodStart: period.start, periodEnd: period.end };
    const report = await queueReport(context, caller, transaction, parameters);
    await onEffect?.(transaction, report);
    return report;
  });
}
