import { findReport, type Report } from '../db/reports.ts';
import { findSettings } from '../db/stores.ts';
import { inStore, type StoreTransaction } from '../db/transaction.ts';
import { insertDelivery } from '../db/webhook-deliveries.ts';
import { listListeningEndpoints } from '../db/webhook-endpoints.ts';
import { newId } from '../domain/id.ts';
import { SEND_REPORT_MAIL, type SendReportMailJob, type TellOfReportJob } from '../domain/job.ts';
import { reportJson } from '../domain/report-json.ts';
import { webhookBody } from '../domain/webhook.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Job } from '../queue/queue.ts';
import type { JobContext } from './context.ts';

/**
 * From the end of a report to one job, or one delivery, for each who is told of it. They are queued and this job is ended in
 * one transaction: each is queued once.
 */
export async function tellOfReport(
  { database, queue, clock, metrics }: Pick<JobContext, 'database' | 'queue' | 'clock' | 'metrics'>,
  job: Job<TellOfReportJob>,
): Promise<void> {
  const { storeId, reportId } = job.data;
  const ended = await inStore(database, storeId, async (transaction) => {
    const settings = await findSettings(transaction);
    const mail: SendReportMailJob = { storeId, reportId };
    if (settings?.notifyReportReady) await queue.send(transaction, SEND_REPORT_MAIL, mail);
    const report = await findReport(transaction, reportId, clock());
    if (report && report.errorCode !== 'CANCELED') await queueDeliveries(transaction, report, clock());
    await job.complete(transaction);
    return report;
  });
  if (ended) count(metrics, ended);
}

/** Here, because every end of a report comes by, whoever brought it about. */
function count({ ended, took, waited, rows, bytes }: Metrics, report: Report): void {
  const { type, status, createdAt, startedAt, completedAt, rowCount, files } = report;
  const outcome =
    status === 'SUCCEEDED' ? 'succeeded' : report.errorCode === 'CANCELED' ? 'cancelled' : 'failed';
  ended.inc({ type, outcome });
  if (status !== 'SUCCEEDED') return;
  if (startedAt !== null) waited.observe((startedAt - createdAt) / 1_000);
  if (completedAt !== null) took.observe({ type }, (completedAt - createdAt) / 1_000);
  rows.inc({ type }, rowCount ?? 0);
  for (const { format, sizeBytes } of files) bytes.inc({ format }, sizeBytes);
}

/** A delivery to each endpoint that listens; workers find them when they are due, which they are at once. */
async function queueDeliveries(transaction: StoreTransaction, report: Report, now: number): Promise<void> {
  const eventType = report.status === 'SUCCEEDED' ? 'REPORT_SUCCEEDED' : 'REPORT_FAILED';
  // A report ends once: its end has one id, whoever tells of it and however often.
  const eventId = report.id.replace('rpt_', 'evt_');
  const at = report.completedAt ?? report.updatedAt;
  const body = webhookBody({ type: eventType, id: eventId, at, data: { report: reportJson(report) } });
  for (const { id: endpointId } of await listListeningEndpoints(transaction, eventType)) {
    const id = newId('whd', now);
    await insertDelivery(transaction, { id, endpointId, eventId, eventType, reportId: report.id, body, createdAt: now }); // prettier-ignore
  }
}
