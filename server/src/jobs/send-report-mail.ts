import { findManifest } from '../db/report-manifests.ts';
import { findReport, type Report } from '../db/reports.ts';
import { findStoreOwner } from '../db/stores.ts';
import { inStore } from '../db/transaction.ts';
import type { SendReportMailJob } from '../domain/job.ts';
import { DAY_MS, REPORT_MAIL_TRIED_DAYS } from '../domain/limits.ts';
import type { Manifest } from '../domain/manifest.ts';
import { REPORT_DEFINITIONS } from '../domain/report-type.ts';
import { readDocument } from '../keys/sign-document.ts';
import { type EndedReport, reportMail } from '../notify/report-mail.ts';
import type { Job } from '../queue/queue.ts';
import type { JobContext } from './context.ts';
import { handOverMail } from './hand-over-mail.ts';

/**
 * From a report that has ended to a mail for its store's owner. Sent again, it is the same mail with the same Message-ID.
 * Nothing is sent about a report that somebody cancelled, or that has expired or waited for days meanwhile.
 */
export async function sendReportMail(context: JobContext, job: Job<SendReportMailJob>): Promise<void> {
  const { storeId, reportId } = job.data;
  const found = await find(context, job.data);
  if (!found || found.report.errorCode === 'CANCELED') return;
  const { report, owner, manifest } = found;
  const at = report.completedAt ?? report.updatedAt;
  const log = context.log.child({ storeId, reportId });
  if (context.clock() - at > REPORT_MAIL_TRIED_DAYS * DAY_MS) {
    context.metrics.mails.inc({ kind: 'report', outcome: 'given_up' });
    log.error('the mail about a report was given up');
    return;
  }
  const link = `${context.issuer()}/stores/${storeId}/reports/${reportId}`;
  const mail = { id: reportId, to: owner.email, link, at: new Date(at) };
  const message = reportMail(mail, endOf(report, owner.storeTitle, manifest));
  const sentence = 'the mail about a report was not sent';
  await handOverMail(context, log, message, { kind: 'report', sentence });
}

/** What the mail is made of; undefined where the report or the owner is gone. */
async function find({ database, clock }: JobContext, { storeId, reportId }: SendReportMailJob) {
  return inStore(database, storeId, async (transaction) => {
    const report = await findReport(transaction, reportId, clock());
    const owner = await findStoreOwner(transaction);
    if (!report || !owner) return undefined;
    const jws = await findManifest(transaction, reportId);
    return { report, owner, manifest: jws === undefined ? undefined : readDocument<Manifest>(jws) };
  });
}

function endOf(report: Report, storeTitle: string, manifest: Manifest | undefined): EndedReport {
  const { id, type, periodStart, periodEnd, files, expiresAt, rowCount } = report;
  const about = { id, storeTitle, typeTitle: REPORT_DEFINITIONS[type].title, periodStart, periodEnd };
  if (report.status !== 'SUCCEEDED')
    return { ...about, end: { succeeded: false, reason: report.errorMessage ?? '' } };
  const head = manifest?.ledger?.head;
  return { ...about, end: { succeeded: true, rowCount: rowCount ?? 0, files, head, expiresAt } };
}
