import { listReports as selectReports, type Report } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { ReportType } from '../../domain/report-type.ts';
import type { ReportStatus } from '../../domain/report-state.ts';
import type { VerbContext } from '../context.ts';

/** One page of the store's reports, newest first; `page` counts from 1. */
export async function listReports(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; status?: ReportStatus; type?: ReportType; page: number; limit: number },
): Promise<{ items: Report[]; total: number }> {
  requirePermission(caller, input.storeId, 'REPORTS_READ');
  const { storeId, ...filter } = input;
  return inStore(context.database, storeId, (transaction) =>
    selectReports(transaction, { ...filter, now: context.clock() }),
  );
}
