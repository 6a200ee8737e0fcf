import { formatInstant } from '../domain/instant.ts';
import type { ReportStatus } from '../domain/report-state.ts';
import type { StoreTransaction } from './transaction.ts';

/** What a report whose time is not over needs of the storage: its published files, and what its claim is storing. */
export type LivingReport = {
  reportId: string;
  status: ReportStatus;
  claim: string | null;
  /** Keys of the published files. */
  objectKeys: string[];
};

/** Those of the reports that are there and have not expired by `now`. */
export async function listLivingReports(
  transaction: StoreTransaction,
  reportIds: readonly string[],
  now: number,
): Promise<LivingReport[]> {
  const { rows } = await transaction.query<LivingReport>(
    `select id as "reportId", status, claim, array(
       select object_key from report_files
       where report_files.store_id = reports.store_id and report_files.report_id = reports.id
     ) as "objectKeys"
     from reports where store_id = $1 and id = any($2) and expires_at > $3`,
    [transaction.storeId, reportIds, formatInstant(now)],
  );
  return rows;
}
