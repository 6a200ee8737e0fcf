import { isUnavailable } from '../db/database.ts';
import { DaybookError, REPORT_ERROR_CODES, type ReportErrorCode } from '../domain/errors.ts';

/** The worker's translator: what an attempt failed of, in the words of the contract. */
export function classifyFailure(error: unknown): ReportErrorCode {
  if (!(error instanceof Error)) return 'INTERNAL';
  if (error instanceof DaybookError) {
    if (error.code === 'UNAVAILABLE') return 'SOURCE_UNAVAILABLE';
    return REPORT_ERROR_CODES.find((code) => code === error.code) ?? 'INTERNAL';
  }
  if (error.name === 'TimeoutError') return 'TIMED_OUT';
  if (isUnavailable(error) || 'severity' in error) return 'SOURCE_UNAVAILABLE';
  // A failed system call that was none to Postgres was one to a file.
  if ('syscall' in error) return 'STORAGE_UNAVAILABLE';
  return error.cause === undefined ? 'INTERNAL' : classifyFailure(error.cause);
}
