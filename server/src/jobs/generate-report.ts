import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import {
  type Claim,
  type ClaimedReport,
  claimReport,
  markExhausted,
  markSucceeded,
} from '../db/report-attempts.ts';
import { inStore } from '../db/transaction.ts';
import { ERRORS } from '../domain/errors.ts';
import { FORMAT_CONTENT_TYPE } from '../domain/format.ts';
import type { GenerateReportJob } from '../domain/job.ts';
import { ATTEMPT_MAX_MINUTES } from '../domain/limits.ts';
import { REPORT_DEFINITIONS } from '../domain/report-definitions.ts';
import { encodeRows } from '../encode/encode-rows.ts';
import type { Job } from '../queue/queue.ts';
import { openRows } from '../source/open-rows.ts';
import type { JobContext } from './context.ts';
import { endFailedAttempt } from './end-failed-attempt.ts';
import { objectKey } from './object-key.ts';
import { reportProgress } from './report-progress.ts';

/**
 * One attempt at one report, from the claim to the published files:
 *
 *   claim → rows of one snapshot → CSV and JSON in one pass → storage → the row says SUCCEEDED
 *
 * Whatever fails on the way leaves no published file; `endFailedAttempt` decides whether there is another attempt.
 */
export async function generateReport(context: JobContext, job: Job<GenerateReportJob>): Promise<void> {
  const { storeId, reportId } = job.data;
  const claim: Claim = { reportId, claim: randomBytes(16).toString('hex') };
  const report = await takeUp(context, job, claim);
  if (!report) return;
  const log = context.log.child({ storeId, reportId, attempt: report.attempt });
  log.info('report attempt started');
  try {
    const result = await exportFiles(context, job, claim, report);
    const published = await inStore(context.database, storeId, async (transaction) => {
      if (!(await markSucceeded(transaction, claim, result, context.clock()))) return false;
      await job.complete(transaction);
      return true;
    });
    if (published) log.info({ rows: result.rowCount }, 'report succeeded');
    else await discard(context, result.files.map((file) => file.objectKey), log); // prettier-ignore
  } catch (error) {
    await endFailedAttempt({ ...context, log }, job, claim, report, error);
  }
}

async function takeUp(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
): Promise<ClaimedReport | undefined> {
  return inStore(context.database, job.data.storeId, async (transaction) => {
    const report = await claimReport(transaction, claim, context.clock());
    if (report) return report;
    const failure = { errorCode: 'INTERNAL', errorMessage: ERRORS.INTERNAL.sentence } as const;
    await markExhausted(transaction, claim.reportId, failure, context.clock());
    await job.complete(transaction);
    return undefined;
  });
}

type ExportedFiles = Parameters<typeof markSucceeded>[2];

async function exportFiles(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
  report: ClaimedReport,
): Promise<ExportedFiles> {
  const { storeId, reportId } = job.data;
  const definition = REPORT_DEFINITIONS[report.type];
  const broken = new AbortController();
  const signal = AbortSignal.any([
    job.signal,
    broken.signal,
    AbortSignal.timeout(ATTEMPT_MAX_MINUTES * 60_000),
  ]);
  const rows = await openRows(context.source, {
    storeId,
    definition,
    period: { start: report.periodStart, end: report.periodEnd },
  });
  try {
    const encoding = encodeRows({
      columns: definition.columns,
      formats: report.formats,
      formulaGuard: report.formulaGuard,
    });
    using _progress = reportProgress(context, storeId, claim, () => encoding.rowsWritten(), broken);
    const keyOf = new Map(
      report.formats.map((format) => [
        format,
        objectKey({ storeId, reportId, attempt: report.attempt, claim: claim.claim, format }),
      ]),
    );
    const stages = [
      pipeline(rows.stream, encoding.input, { signal }),
      ...[...encoding.outputs].map(([format, bytes]) =>
        context.storage.put(keyOf.get(format) as string, bytes, {
          contentType: FORMAT_CONTENT_TYPE[format],
          signal,
        }),
      ),
    ];
    try {
      await Promise.all(stages);
    } catch (error) {
      broken.abort(error);
      await Promise.allSettled(stages);
      throw error;
    }
    if (rows.rowCount() !== encoding.rowsWritten()) {
      throw new Error(`the database sent ${rows.rowCount()} rows, ${encoding.rowsWritten()} were written`);
    }
    return {
      rowCount: encoding.rowsWritten(),
      asOf: rows.asOf,
      files: encoding.files().map((file) => ({ ...file, objectKey: keyOf.get(file.format) as string })),
    };
  } finally {
    await rows.close();
  }
}

async function discard(context: JobContext, keys: string[], log: JobContext['log']): Promise<void> {
  log.warn('the claim was lost before the report could be published');
  await context.storage.delete(keys);
}
