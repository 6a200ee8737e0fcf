import type { ReportErrorCode } from './errors.ts';
import type { Format } from './format.ts';
import type { ReportType } from './report-type.ts';
import type { ReportStatus } from './report-state.ts';

/** One rendering of a finished report. `sha256` is lowercase hex. */
export type ReportFile = { format: Format; sizeBytes: number; sha256: string };

/** A report as a row; instants are milliseconds since the epoch. */
export type Report = {
  id: string;
  storeId: string;
  type: ReportType;
  schemaVersion: string;
  status: ReportStatus;
  formats: Format[];
  formulaGuard: boolean;
  periodStart: number;
  periodEnd: number;
  requestedByAccountId: string | null;
  requestedByTokenId: string | null;
  attempts: number;
  rowsWritten: number | null;
  rowCount: number | null;
  asOf: number | null;
  errorCode: ReportErrorCode | null;
  errorMessage: string | null;
  startedAt: number | null;
  completedAt: number | null;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
  files: ReportFile[];
};
