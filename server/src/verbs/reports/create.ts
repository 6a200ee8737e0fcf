import { lockStore } from '../../db/stores.ts';
import { insertReport, listActiveReportIds, type Report } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { Format } from '../../domain/format.ts';
import { newId } from '../../domain/id.ts';
import { GENERATE_REPORT, type GenerateReportJob } from '../../domain/job.ts';
import { ACTIVE_REPORTS_MAX, DAY_MS, RETENTION_DAYS } from '../../domain/limits.ts';
import { parsePeriod } from '../../domain/period.ts';
import { REPORT_DEFINITIONS, type ReportType } from '../../domain/report-definitions.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';

/** `periodStart` and `periodEnd` as the caller wrote them. */
export type CreateReportInput = {
  storeId: string;
  type: ReportType;
  periodStart: string;
  periodEnd: string;
  formats: Format[];
  formulaGuard: boolean;
};

/**
 * Queues a report: its row and its job in one transaction. Throws INVALID_PERIOD, NOT_FOUND for the store, and
 * TOO_MANY_ACTIVE_REPORTS; counting and inserting take turns under the store's row lock, so the limit is exact.
 */
export async function createReport(
  context: VerbContext,
  caller: Caller,
  input: CreateReportInput,
  onEffect?: OnEffect<Report>,
): Promise<Report> {
  requirePermission(caller, input.storeId, 'REPORTS_WRITE');
  const period = parsePeriod(input.periodStart, input.periodEnd);
  return inStore(context.database, input.storeId, async (transaction) => {
    if (!(await lockStore(transaction))) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    const now = context.clock();
    const active = await listActiveReportIds(transaction, now);
    if (active.length >= ACTIVE_REPORTS_MAX) {
      const message = `The store has ${active.length} reports in progress, the most at once: ${active.join(', ')}. Wait until one is finished.`;
      throw new DaybookError('TOO_MANY_ACTIVE_REPORTS', message);
    }
    const report = await insertReport(transaction, {
      id: newId('rpt', now),
      type: input.type,
      schemaVersion: REPORT_DEFINITIONS[input.type].schemaVersion,
      formats: input.formats,
      formulaGuard: input.formulaGuard,
      periodStart: period.start,
      periodEnd: period.end,
      requestedByTokenId: caller.kind === 'token' ? caller.tokenId : null,
      requestedByAccountId: caller.kind === 'account' ? caller.accountId : null,
      createdAt: now,
      expiresAt: now + RETENTION_DAYS * DAY_MS,
    });
    const job: GenerateReportJob = { storeId: input.storeId, reportId: report.id };
    await context.queue.send(transaction, GENERATE_REPORT, job, { group: input.storeId });
    await onEffect?.(transaction, report);
    return report;
  });
}
