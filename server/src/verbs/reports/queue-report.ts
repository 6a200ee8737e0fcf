import { randomUUID } from 'node:crypto';
import { insertReport, listActiveReportIds, type Report } from '../../db/reports.ts';
import { lockStore } from '../../db/stores.ts';
import type { StoreTransaction } from '../../db/transaction.ts';
import type { Caller } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { GENERATE_REPORT, type GenerateReportJob } from '../../domain/job.ts';
import { ACTIVE_REPORTS_MAX, DAY_MS, RETENTION_DAYS } from '../../domain/limits.ts';
import { REPORT_DEFINITIONS } from '../../domain/report-type.ts';
import type { VerbContext } from '../context.ts';

/** What a report is about; instants in milliseconds. */
export type ReportParameters = Pick<
  Report,
  'type' | 'formats' | 'formulaGuard' | 'periodStart' | 'periodEnd'
>;

/**
 * Inserts a report and its job. Throws NOT_FOUND for the store, and TOO_MANY_ACTIVE_REPORTS; counting and inserting take
 * turns under the store's row lock, so the limit is exact.
 */
export async function queueReport(
  context: VerbContext,
  caller: Caller,
  transaction: StoreTransaction,
  { type, formats, formulaGuard, periodStart, periodEnd }: ReportParameters,
): Promise<Report> {
  const { storeId } = transaction;
  if (!(await lockStore(transaction))) throw new DaybookError('NOT_FOUND', 'There is no such store.');
  const now = context.clock();
  const active = await listActiveReportIds(transaction, now);
  if (active.length >= ACTIVE_REPORTS_MAX) {
    const message = `The store has ${active.length} reports in progress, the most at once: ${active.join(', ')}. Wait until one is finished.`;
    throw new DaybookError('TOO_MANY_ACTIVE_REPORTS', message);
  }
  const jobId = randomUUID();
  const report = await insertReport(transaction, {
    id: newId('rpt', now),
    type,
    schemaVersion: REPORT_DEFINITIONS[type].schemaVersion,
    formats,
    formulaGuard,
    periodStart,
    periodEnd,
    requestedByTokenId: caller.kind === 'token' ? caller.tokenId : null,
    requestedByAccountId: caller.kind === 'account' ? caller.accountId : null,
    createdAt: now,
    expiresAt: now + RETENTION_DAYS * DAY_MS,
    jobId,
  });
  const job: GenerateReportJob = { storeId, reportId: report.id };
  await context.queue.send(transaction, GENERATE_REPORT, job, { id: jobId, group: storeId });
  return report;
}
