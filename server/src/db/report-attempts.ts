import type { ReportErrorCode } from '../domain/errors.ts';
import type { Format } from '../domain/format.ts';
import { formatInstant } from '../domain/instant.ts';
import { REPORT_ATTEMPTS_MAX } from '../domain/limits.ts';
import type { ReportType } from '../domain/report-type.ts';
import type { StoreTransaction } from './transaction.ts';

/** Postgres tells its listeners here which report has ended. */
export const REPORT_ENDED_CHANNEL = 'daybook_report_ended';

/**
 * A worker's hold on a report. `claim` is new for each taking-up, and every statement that changes the report names it:
 * a worker whose report was taken up again by another can change nothing any more.
 */
export type Claim = { readonly reportId: string; readonly claim: string };

/** Who takes a report up: the worker's number, and the job by which it heard of it. */
export type Taker = { readonly worker: number; readonly jobId: string };

/** What the worker that took a report up needs to know of it. */
export type ClaimedReport = {
  attempt: number;
  type: ReportType;
  formats: Format[];
  formulaGuard: boolean;
  periodStart: number;
  periodEnd: number;
  expiresAt: number;
};

/**
 * Takes up a PENDING or PROCESSING report with attempts left: one attempt more, and the claim is this one's. Undefined
 * also for a job that is not the report's own any more.
 */
export async function claimReport(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
  { worker, jobId }: Taker,
  now: number,
): Promise<ClaimedReport | undefined> {
  const { rows } = await transaction.query<ClaimedReport>(
    `update reports
     set status = 'PROCESSING', attempts = attempts + 1, claim = $3, started_at = coalesce(started_at, $4),
       rows_written = 0, updated_at = $4, worker = $6
     where store_id = $1 and id = $2 and status in ('PENDING', 'PROCESSING') and attempts < $5 and expires_at > $4
       and job_id = $7
     returning attempts as attempt, type, formats, formula_guard as "formulaGuard", period_start as "periodStart",
       period_end as "periodEnd", expires_at as "expiresAt"`,
    [transaction.storeId, reportId, claim, formatInstant(now), REPORT_ATTEMPTS_MAX, worker, jobId],
  );
  const report = rows[0];
  if (!report) return undefined;
  await transaction.query(
    `insert into report_attempts (store_id, report_id, attempt, claim, started_at) values ($1, $2, $3, $4, $5)`,
    [transaction.storeId, reportId, report.attempt, claim, formatInstant(now)],
  );
  return report;
}

/** Brings `rowsWritten` up to date. False: the claim is lost. */
export async function updateProgress(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
  rowsWritten: number,
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports set rows_written = $4, updated_at = $5
     where store_id = $1 and id = $2 and claim = $3 and status = 'PROCESSING'`,
    [transaction.storeId, reportId, claim, rowsWritten, formatInstant(now)],
  );
  return rowCount === 1;
}

/** Publishes the files: PROCESSING → SUCCEEDED. False: the claim is lost, nothing was changed. */
export async function markSucceeded(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
  result: {
    rowCount: number;
    asOf: number;
    files: readonly { format: Format; objectKey: string; sizeBytes: number; sha256: string }[];
  },
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports
     set status = 'SUCCEEDED', row_count = $4, rows_written = $4, as_of = $5, completed_at = $6, updated_at = $6
     where store_id = $1 and id = $2 and claim = $3 and status = 'PROCESSING'`,
    [transaction.storeId, reportId, claim, result.rowCount, formatInstant(result.asOf), formatInstant(now)],
  );
  if (rowCount !== 1) return false;
  for (const file of result.files) {
    await transaction.query(
      `insert into report_files (store_id, report_id, format, object_key, size_bytes, sha256)
       values ($1, $2, $3, $4, $5, decode($6, 'hex'))`,
      [transaction.storeId, reportId, file.format, file.objectKey, file.sizeBytes, file.sha256],
    );
  }
  await notifyEnded(transaction, reportId);
  return true;
}

/** PROCESSING → FAILED by the worker that holds it. False: the claim is lost, nothing was changed. */
export async function markFailed(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
  failure: { errorCode: ReportErrorCode; errorMessage: string },
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports set status = 'FAILED', error_code = $4, error_message = $5, completed_at = $6, updated_at = $6
     where store_id = $1 and id = $2 and claim = $3 and status = 'PROCESSING'`,
    [transaction.storeId, reportId, claim, failure.errorCode, failure.errorMessage, formatInstant(now)],
  );
  if (rowCount === 1) await notifyEnded(transaction, reportId);
  return rowCount === 1;
}

/** Ends a report that has used up its attempts and lost its last worker, if `jobId` is still the one to take it up. */
export async function markExhausted(
  transaction: StoreTransaction,
  { reportId, jobId }: { reportId: string; jobId: string },
  failure: { errorCode: ReportErrorCode; errorMessage: string },
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports set status = 'FAILED', error_code = $4, error_message = $5, completed_at = $6, updated_at = $6
     where store_id = $1 and id = $2 and job_id = $3 and status = 'PROCESSING' and attempts >= $7`,
    [
      transaction.storeId,
      reportId,
      jobId,
      failure.errorCode,
      failure.errorMessage,
      formatInstant(now),
      REPORT_ATTEMPTS_MAX,
    ],
  );
  if (rowCount === 1) await notifyEnded(transaction, reportId);
  return rowCount === 1;
}

/**
 * Leaves the report to another job and to nobody until that is taken up. `uncounted` gives the attempt back: for a
 * graceful stop. False: it has ended, or was left to another job before.
 */
export async function leaveToJob(
  transaction: StoreTransaction,
  report: { reportId: string; jobId: string | null; nextJobId: string; uncounted: boolean },
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports
     set job_id = $4, worker = null, attempts = attempts - $5, updated_at = $6,
       rows_written = case status when 'PROCESSING' then 0 end
     where store_id = $1 and id = $2 and job_id is not distinct from $3 and status in ('PENDING', 'PROCESSING')`,
    [
      transaction.storeId,
      report.reportId,
      report.jobId,
      report.nextJobId,
      report.uncounted ? 1 : 0,
      formatInstant(now),
    ],
  );
  return rowCount === 1;
}

/** Whether this claim still holds the report. */
export async function holdsClaim(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `select 1 from reports where store_id = $1 and id = $2 and claim = $3 and status = 'PROCESSING' for update`,
    [transaction.storeId, reportId, claim],
  );
  return rowCount === 1;
}

/** Whether this claim has published the report. */
export async function hasPublished(
  transaction: StoreTransaction,
  { reportId, claim }: Claim,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `select 1 from reports where store_id = $1 and id = $2 and claim = $3 and status = 'SUCCEEDED'`,
    [transaction.storeId, reportId, claim],
  );
  return rowCount === 1;
}

/** Wakes those who wait for the report; delivered when the transaction commits. */
export async function notifyEnded(transaction: StoreTransaction, reportId: string): Promise<void> {
  await transaction.query(`select pg_notify($1, $2)`, [REPORT_ENDED_CHANNEL, reportId]);
}
