import type { Format } from '../domain/format.ts';
import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

/** A report whose time is over. `expiresAt` in milliseconds. */
export type ExpiredReport = { storeId: string; reportId: string; expiresAt: number };

/** One attempt at a report, which may have stored a file of each format. */
export type PastAttempt = { reportId: string; attempt: number; claim: string; formats: Format[] };

/** The reports of all stores, in whatever state, that had expired by `now`: the next ones after `after`, in order. Only in a platform transaction. */
export async function listExpiredReports(
  transaction: Transaction,
  options: { now: number; after: Pick<ExpiredReport, 'expiresAt' | 'reportId'> | undefined; limit: number },
): Promise<ExpiredReport[]> {
  const { rows } = await transaction.query<ExpiredReport>(
    `select store_id as "storeId", id as "reportId", expires_at as "expiresAt" from reports
     where expires_at <= $1 and (expires_at, id) > ($2, $3) order by expires_at, id limit $4`,
    [
      formatInstant(options.now),
      formatInstant(options.after?.expiresAt ?? 0),
      options.after?.reportId ?? '',
      options.limit,
    ],
  );
  return rows;
}

/** Every attempt that was made at these reports. */
export async function listAttempts(
  transaction: StoreTransaction,
  reportIds: readonly string[],
): Promise<PastAttempt[]> {
  const { rows } = await transaction.query<PastAttempt>(
    `select report_id as "reportId", attempt, report_attempts.claim, formats
     from report_attempts
     join reports on reports.store_id = report_attempts.store_id and reports.id = report_id
     where report_attempts.store_id = $1 and report_id = any($2)`,
    [transaction.storeId, reportIds],
  );
  return rows;
}

/** Deletes those of the reports that had expired by `now`, with their attempts, files and manifests; resolves to how many. */
export async function deleteExpiredReports(
  transaction: StoreTransaction,
  reportIds: readonly string[],
  now: number,
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from reports where store_id = $1 and id = any($2) and expires_at <= $3`,
    [transaction.storeId, reportIds, formatInstant(now)],
  );
  return rowCount ?? 0;
}
