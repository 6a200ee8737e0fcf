/** `@daybook/client`. */
export { Daybook } from './daybook.ts';
export type { DaybookOptions } from './daybook.ts';
export { DaybookError, isDaybookError } from './daybook-error.ts';
export type { ClientErrorCode, ErrorCode } from './daybook-error.ts';
export { createSession } from './http/session.ts';
export type { Session } from './http/session.ts';
export type { AccessTokens, Credential } from './http/credential.ts';
export type { HmacToken } from './http/hmac-headers.ts';
export type { CallOptions } from './http/transport.ts';
export type { Clock } from './http/clock.ts';
export type * from './reports/reports.ts';
export type { DownloadOptions } from './reports/download-file.ts';
export { exportReport } from './reports/export-report.ts';
export type {
  ExportedReport,
  ExportOptions,
  ExportProgress,
  ExportRequest,
} from './reports/export-report.ts';
export { exportRange, exportRangeStream } from './reports/export-range.ts';
export type { RangeOptions, RangeProgress, RangeWindow } from './reports/export-range.ts';
export { joinFiles } from './reports/join-files.ts';
export { month, quarter, splitPeriod, year } from './period.ts';
export type { Period } from './period.ts';
export { csvRows, jsonRows } from './rows/read-rows.ts';
export { verifyWebhook } from './webhook.ts';
export type { WebhookEvent } from './webhook.ts';
export type * from './api/operations.ts';
export type { DataOf, InputOf, OperationName } from './api/operation-input.ts';
export { REPORT_COLUMNS } from './rows/report-columns.ts';
export type { ReportRows } from './rows/report-columns.ts';
export { currencyDecimals, formatAmount } from './format-amount.ts';
