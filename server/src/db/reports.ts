import { formatInstant } from '../domain/instant.ts';
import type { Report } from '../domain/report.ts';
import type { ReportType } from '../domain/report-type.ts';
import type { ReportStatus } from '../domain/report-state.ts';
import { notifyEnded } from './report-attempts.ts';
import type { Database } from './database.ts';
import { singleRead, type SingleRead } from './single-read.ts';
import type { StoreTransaction } from './transaction.ts';

export type { Report };

const COLUMNS = `
  reports.id, reports.store_id as "storeId", reports.type, reports.schema_version as "schemaVersion", reports.status,
  reports.formats, reports.formula_guard as "formulaGuard", reports.period_start as "periodStart",
  reports.period_end as "periodEnd", reports.requested_by_account_id as "requestedByAccountId",
  reports.requested_by_token_id as "requestedByTokenId", reports.attempts, reports.rows_written as "rowsWritten",
  reports.row_count as "rowCount", reports.as_of as "asOf", reports.error_code as "errorCode",
  reports.error_message as "errorMessage", reports.started_at as "startedAt", reports.completed_at as "completedAt",
  reports.expires_at as "expiresAt", reports.created_at as "createdAt", reports.updated_at as "updatedAt",
  coalesce(case when reports.status = 'SUCCEEDED' then (
    select json_agg(json_build_object('format', f.format, 'sizeBytes', f.size_bytes, 'sha256', encode(f.sha256, 'hex')) order by f.format)
    from report_files f where f.store_id = reports.store_id and f.report_id = reports.id
  ) end, '[]') as files`;

/** What `insertReport` needs; everything else starts empty. */
export type NewReport = Pick<
  Report,
  | 'id'
  | 'type'
  | 'schemaVersion'
  | 'formats'
  | 'formulaGuard'
  | 'periodStart'
  | 'periodEnd'
  | 'requestedByAccountId'
  | 'requestedByTokenId'
  | 'createdAt'
  | 'expiresAt'
> & {
  /** The job that may take it up. */
  jobId: string;
};

export async function insertReport(transaction: StoreTransaction, report: NewReport): Promise<Report> {
  const { rows } = await transaction.query<Report>(
    `insert into reports
       (store_id, id, type, schema_version, formats, formula_guard, period_start, period_end, requested_by_account_id,
        requested_by_token_id, expires_at, created_at, updated_at, job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
     returning ${COLUMNS}`,
    [
      transaction.storeId,
      report.id,
      report.type,
      report.schemaVersion,
      report.formats,
      report.formulaGuard,
      formatInstant(report.periodStart),
      formatInstant(report.periodEnd),
      report.requestedByAccountId,
      report.requestedByTokenId,
      formatInstant(report.expiresAt),
      formatInstant(report.createdAt),
      report.jobId,
    ],
  );
  return rows[0] as Report;
}

/** PENDING or PROCESSING → FAILED because somebody wants so. False: it has ended already, or is not there. */
export async function markCanceled(
  transaction: StoreTransaction,
  reportId: string,
  errorMessage: string,
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update reports set status = 'FAILED', error_code = 'CANCELED', error_message = $3, completed_at = $4, updated_at = $4
     where store_id = $1 and id = $2 and status in ('PENDING', 'PROCESSING') and expires_at > $4`,
    [transaction.storeId, reportId, errorMessage, formatInstant(now)],
  );
  if (rowCount === 1) await notifyEnded(transaction, reportId);
  return rowCount === 1;
}

/** The report, unless there is none or its time is over. */
export async function findReport(
  transaction: StoreTransaction,
  reportId: string,
  now: number,
): Promise<Report | undefined> {
  const { rows } = await transaction.query<Report>(
    `select ${COLUMNS} from reports where store_id = $1 and id = $2 and expires_at > $3`,
    [transaction.storeId, reportId, formatInstant(now)],
  );
  return rows[0];
}

/** Like `findReport`, in a transaction of its own and one trip to the database. */
export async function readReport(
  database: Database,
  storeId: string,
  reportId: string,
  now: number,
): Promise<Report | undefined> {
  const [report] = await singleRead<Report>(database, REPORT_READ, [storeId, reportId, formatInstant(now)]);
  return report;
}

const REPORT_READ: SingleRead = {
  name: 'read-report',
  setting: 'daybook.store_id',
  select: `select ${COLUMNS} from reports where store_id = scope.value and id = $2 and expires_at > $3 limit 1`,
};

/** Ids of the store's reports that are PENDING or PROCESSING, oldest first. */
export async function listActiveReportIds(transaction: StoreTransaction, now: number): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from reports
     where store_id = $1 and status in ('PENDING', 'PROCESSING') and expires_at > $2 order by created_at, id`,
    [transaction.storeId, formatInstant(now)],
  );
  return rows.map((row) => row.id);
}

/** One page of the store's reports, newest first, and how many there are in all. `page` counts from 1. */
export async function listReports(
  transaction: StoreTransaction,
  filter: { status?: ReportStatus; type?: ReportType; page: number; limit: number; now: number },
): Promise<{ items: Report[]; total: number }> {
  const where = `store_id = $1 and expires_at > $2 and ($3::text is null or status = $3) and ($4::text is null or type = $4)`;
  const values = [transaction.storeId, formatInstant(filter.now), filter.status ?? null, filter.type ?? null];
  const counted = await transaction.query<{ total: number }>(
    `select count(*) as total from reports where ${where}`,
    values,
  );
  const { rows } = await transaction.query<Report>(
    `select ${COLUMNS} from reports where ${where} order by created_at desc, id desc limit $5 offset $6`,
    [...values, filter.limit, (filter.page - 1) * filter.limit],
  );
  return { items: rows, total: counted.rows[0]?.total ?? 0 };
}
