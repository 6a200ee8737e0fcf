import { randomBytes } from 'node:crypto';
import {
  type Claim,
  type ClaimedReport,
  claimReport,
  hasPublished,
  markExhausted,
  markSucceeded,
} from '../db/report-attempts.ts';
import { insertManifest } from '../db/report-manifests.ts';
import { inStore } from '../db/transaction.ts';
import { type GenerateReportJob, TELL_OF_REPORT } from '../domain/job.ts';
import { signDocument } from '../keys/sign-document.ts';
import { currentSigningKey } from '../keys/signing-key.ts';
import { inSpan } from '../observe/in-span.ts';
import type { Job } from '../queue/queue.ts';
import { buildManifest } from './build-manifest.ts';
import type { JobContext } from './context.ts';
import { endFailedAttempt } from './end-failed-attempt.ts';
import { EXHAUSTED } from './exhausted.ts';
import { discard, type ExportedFiles, exportFiles } from './export-files.ts';
import { untilAvailable } from './until-available.ts';

/**
 * One attempt at one report, from the claim to the published files:
 *
 *   claim → rows of one snapshot → CSV and JSON in one pass → storage → signed manifest → the row says SUCCEEDED
 *
 * Whatever fails on the way leaves no published file; `endFailedAttempt` decides whether there is another attempt.
 */
export async function generateReport(context: JobContext, job: Job<GenerateReportJob>): Promise<void> {
  const { storeId, reportId } = job.data;
  const claim: Claim = { reportId, claim: randomBytes(16).toString('hex') };
  const report = await takeUp(context, job, claim);
  if (!report) return;
  const log = context.log.child({ storeId, reportId, attempt: report.attempt });
  const startedAt = performance.now();
  const { type, formats } = report;
  const { attempts } = context.metrics;
  log.info({ type, formats }, 'report attempt started');
  try {
    const exported = await inSpan(
      'export',
      { 'daybook.report.type': type, 'daybook.report.id': reportId },
      () => exportFiles(context, job, claim, report),
    );
    const published = await inSpan('publish', { 'daybook.report.rows': exported.rowCount }, () =>
      untilAvailable(() => publish(context, job, claim, report, exported)),
    );
    const ms = Math.round(performance.now() - startedAt);
    if (published) {
      const bytes = exported.files.reduce((sum, file) => sum + file.sizeBytes, 0);
      log.info({ rows: exported.rowCount, bytes, ms }, 'report succeeded');
      attempts.inc({ type, outcome: 'succeeded' });
    } else {
      attempts.inc({ type, outcome: 'superseded' });
      log.warn({ ms }, 'the claim was lost before the report could be published');
      await discard({ ...context, log }, exported.files.map((file) => file.objectKey)); // prettier-ignore
    }
  } catch (error) {
    const ms = Math.round(performance.now() - startedAt);
    await endFailedAttempt({ ...context, log }, { job, claim, report, ms }, error);
  }
}

async function takeUp(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
): Promise<ClaimedReport | undefined> {
  return inStore(context.database, job.data.storeId, async (transaction) => {
    const jobId = job.id;
    const taker = { worker: context.worker, jobId };
    const report = await claimReport(transaction, claim, taker, context.clock());
    if (report) return report;
    const { reportId } = claim;
    if (await markExhausted(transaction, { reportId, jobId }, EXHAUSTED, context.clock())) {
      await context.queue.send(transaction, TELL_OF_REPORT, job.data);
      context.log.warn(
        { storeId: job.data.storeId, reportId, errorCode: EXHAUSTED.errorCode },
        'report failed: no attempt is left',
      );
    }
    await job.complete(transaction);
    return undefined;
  });
}

/** Signs what was exported and publishes both: SUCCEEDED, files, manifest and the end of the job are one transaction. False: the claim is lost. */
function publish(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
  report: ClaimedReport,
  exported: ExportedFiles,
): Promise<boolean> {
  const { storeId, reportId } = job.data;
  return inStore(context.database, storeId, async (transaction) => {
    const now = context.clock();
    const key = await currentSigningKey(transaction, context.secretsKey, 'REPORT');
    const statement = { issuer: context.issuer(), issuedAt: now };
    const manifest = buildManifest({ ...report, id: reportId, storeId }, exported, statement);
    const jws = await signDocument(key, 'daybook-manifest+jws', manifest);
    // An earlier try may have reached the database, and only its answer not us.
    if (!(await markSucceeded(transaction, claim, exported, now))) return hasPublished(transaction, claim);
    await insertManifest(transaction, reportId, jws);
    await context.queue.send(transaction, TELL_OF_REPORT, job.data);
    await job.complete(transaction);
    return true;
  });
}
