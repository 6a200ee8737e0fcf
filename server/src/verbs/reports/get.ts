import { readReport, type Report } from '../../db/reports.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../context.ts';

/** The report. NOT_FOUND when there is none in this store, or its 30 days are over. */
export async function getReport(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; reportId: string },
): Promise<Report> {
  requirePermission(caller, input.storeId, 'REPORTS_READ');
  const report = await readReport(context.database, input.storeId, input.reportId, context.clock());
  if (!report) throw new DaybookError('NOT_FOUND', 'There is no such report.');
  return report;
}
