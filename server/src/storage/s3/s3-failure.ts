import { DaybookError } from '../../domain/errors.ts';

/**
 * What S3 or the way to it answered, as STORAGE_UNAVAILABLE. The cause keeps the operation, S3's code and the request's
 * id and nothing else: what S3 says besides may repeat keys and credentials.
 */
export function s3Failure(operation: string, error: unknown): DaybookError {
  const cause = new Error(`S3 ${operation}: ${describe(error)}`);
  return new DaybookError('STORAGE_UNAVAILABLE', undefined, {
    cause: Object.assign(cause, { code: codeOf(error), status: statusOf(error) }),
  });
}

/** S3's code (`NoSuchUpload`), the system's (`ECONNREFUSED`) or the SDK's own (`TimeoutError`). */
export function s3CodeOf(failure: unknown): string | undefined {
  return failure instanceof DaybookError ? (failure.cause as { code?: string }).code : undefined;
}

/** The HTTP status of S3's answer; undefined where there was none. */
export function s3StatusOf(failure: unknown): number | undefined {
  return failure instanceof DaybookError ? (failure.cause as { status?: number }).status : undefined;
}

function describe(error: unknown): string {
  const { requestId } = metadataOf(error);
  const status = statusOf(error);
  return [
    ...(status === undefined ? [] : [status]),
    codeOf(error),
    ...(requestId === undefined ? [] : [`(request ${requestId})`]),
  ].join(' ');
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.message === 'Region is missing') return 'RegionMissing';
  const code = (error as { code?: unknown }).code;
  return statusOf(error) === undefined && typeof code === 'string' ? code : error.name;
}

function statusOf(error: unknown): number | undefined {
  return metadataOf(error).httpStatusCode;
}

function metadataOf(error: unknown): { httpStatusCode?: number; requestId?: string } {
  return (error as { $metadata?: object } | null)?.$metadata ?? {};
}
