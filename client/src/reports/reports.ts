import type { Operations, Report } from '../api/operations.ts';
import type { Daybook } from '../daybook.ts';
import type { CallOptions } from '../http/transport.ts';
import { type DownloadOptions, downloadFile } from './download-file.ts';

type Face = 'POST /v2/core/stores/{storeId}/reports';
export type ReportType = Report['type'];
export type ReportStatus = Report['status'];
export type Format = Report['formats'][number];
export type CreateReport = Operations[Face]['body'];
export type ListReports = Operations['GET /v2/core/stores/{storeId}/reports']['query'];
export type ReportPage = Operations['GET /v2/core/stores/{storeId}/reports']['data'];
export type ReportManifest = Operations['GET /v2/core/stores/{storeId}/reports/{reportId}/manifest']['data'];
export type DownloadUrl =
  Operations['GET /v2/core/stores/{storeId}/reports/{reportId}/download/{format}']['data'];

/** A key of one's own makes the call safe to make again, within 24 hours and from another process too. */
export type KeyedOptions = CallOptions & { readonly idempotencyKey?: string | undefined };
export type WaitOptions = CallOptions & {
  /** Called with the report as it is, every two seconds or so; `rowsWritten` grows. */
  readonly onProgress?: ((report: Report) => void) | undefined;
};

/** The reports of the client's store, on the Store API or, with a session, the Dashboard API. */
export type Reports = {
  /** Queues a report. A key is made where none is given, so that a lost answer never makes two. */
  create(report: CreateReport, options?: KeyedOptions): Promise<Report>;
  get(reportId: string, options?: CallOptions): Promise<Report>;
  /** One page, newest first. */
  list(query?: ListReports, options?: CallOptions): Promise<ReportPage>;
  /** Every report, newest first, page after page. */
  each(query?: Omit<ListReports, 'page'>, options?: CallOptions): AsyncGenerator<Report>;
  cancel(reportId: string, options?: KeyedOptions): Promise<Report>;
  /** Queues a failed report again, as a new one. */
  retry(reportId: string, options?: KeyedOptions): Promise<Report>;
  /** Resolves to the report when it has ended, SUCCEEDED or FAILED. */
  wait(reportId: string, options?: WaitOptions): Promise<Report>;
  manifest(reportId: string, options?: CallOptions): Promise<ReportManifest>;
  /** A signed URL, good for 5 minutes. */
  downloadUrl(reportId: string, format: Format, options?: CallOptions): Promise<DownloadUrl>;
  /**
   * The bytes of a file. A connection that breaks is taken up where it broke. At the end the stream fails with
   * DAMAGED_FILE unless size and SHA-256 are those of the manifest: use nothing of it before it has ended well.
   */
  download(reportId: string, format: Format, options?: DownloadOptions): Promise<ReadableStream<Uint8Array>>;
};

/** The server holds an answer for up to 30 s. */
const WAIT_SECONDS = 25;
const WATCH_SECONDS = 2;

export function createReports(daybook: Daybook): Reports {
  // Both faces have the same operations below their own path.
  const base = daybook.transport.session ? '/v2/stores/{storeId}' : '/v2/core/stores/{storeId}';
  const key = (): string => crypto.randomUUID();
  const get = (reportId: string, query: { wait?: number }, options: CallOptions): Promise<Report> =>
    daybook.call(`GET ${base}/reports/{reportId}`, { path: { reportId }, query, ...options });

  const reports: Reports = {
    create: (body, options) =>
      daybook.call(`POST ${base}/reports`, { body, ...options, idempotencyKey: options?.idempotencyKey ?? key() }), // prettier-ignore
    get: (reportId, options = {}) => get(reportId, {}, options),
    list: (query = {}, options) => daybook.call(`GET ${base}/reports`, { query, ...options }),
    each: (query = {}, options) => daybook.each(`GET ${base}/reports`, { query, ...options }),
    cancel: (reportId, options) => post('cancel', reportId, options),
    retry: (reportId, options) => post('retry', reportId, options),
    async wait(reportId, { onProgress, ...options } = {}) {
      const wait = onProgress ? WATCH_SECONDS : WAIT_SECONDS;
      const timeoutMs = (options.timeoutMs ?? daybook.transport.timeoutMs) + wait * 1_000;
      for (;;) {
        const report = await get(reportId, { wait }, { ...options, timeoutMs });
        onProgress?.(report);
        if (report.status === 'SUCCEEDED' || report.status === 'FAILED') return report;
      }
    },
    manifest: (reportId, options) =>
      daybook.call(`GET ${base}/reports/{reportId}/manifest`, { path: { reportId }, ...options }),
    downloadUrl: (reportId, format, options) =>
      daybook.call(`GET ${base}/reports/{reportId}/download/{format}`, {
        path: { reportId, format: format.toLowerCase() },
        ...options,
      }),
    async download(reportId, format, options = {}) {
      const { manifest } = await reports.manifest(reportId, options);
      return downloadFile(daybook, manifest, format, options);
    },
  };
  function post(verb: 'cancel' | 'retry', reportId: string, options?: KeyedOptions): Promise<Report> {
    const idempotencyKey = options?.idempotencyKey ?? key();
    return daybook.call(`POST ${base}/reports/{reportId}/${verb}`, { path: { reportId }, ...options, idempotencyKey }); // prettier-ignore
  }
  return reports;
}
