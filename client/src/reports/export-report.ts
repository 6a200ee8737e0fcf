import type { Report } from '../api/operations.ts';
import type { Daybook } from '../daybook.ts';
import { downloadFile } from './download-file.ts';
import { makeReport } from './make-report.ts';
import type { CreateReport, Format, KeyedOptions, ReportManifest } from './reports.ts';

/** What to export: one report type over one period in one format, CSV unless told. */
export type ExportRequest = Omit<CreateReport, 'formats'> & { readonly format?: Format | undefined };

/** How far an export is. `sizeBytes` is known once the report is made. */
export type ExportProgress = {
  readonly status: Report['status'];
  readonly rows: number;
  readonly bytes: number;
  readonly sizeBytes: number | undefined;
};

export type ExportOptions = KeyedOptions & {
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
};

/** A report that is there, and its bytes; see `Reports.download` for how the stream fails. */
export type ExportedReport = ReportManifest & {
  readonly report: Report;
  readonly stream: ReadableStream<Uint8Array>;
};

/** Queues a report, waits for it, and streams its file, checked against its manifest. */
export async function exportReport(
  daybook: Daybook,
  { format = 'CSV', ...request }: ExportRequest,
  { onProgress, ...options }: ExportOptions = {},
): Promise<ExportedReport> {
  const watch = onProgress && (({ status, rowCount, rowsWritten }: Report) => onProgress({ status, rows: rowCount ?? rowsWritten ?? 0, bytes: 0, sizeBytes: undefined })); // prettier-ignore
  const report = await makeReport(daybook, { ...request, formats: [format] }, { ...options, onProgress: watch }); // prettier-ignore
  const { idempotencyKey: _, ...call } = options;
  const signed = await daybook.reports.manifest(report.id, call);
  const { rowCount: rows, status } = { ...report, rowCount: report.rowCount ?? 0 };
  const stream = downloadFile(daybook, signed.manifest, format, {
    ...call,
    ...(onProgress && { onProgress: (bytes, sizeBytes) => onProgress({ status, rows, bytes, sizeBytes }) }),
  });
  return { report, ...signed, stream };
}
