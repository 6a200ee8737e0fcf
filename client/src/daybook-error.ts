import type { Failure, Report, ServerErrorCode } from './api/operations.ts';

/**
 * What goes wrong on this side of the wire. `NO_ANSWER`: the connection could not be made, or broke. `TOO_SLOW`: nothing
 * came within the time-out. `UNEXPECTED_ANSWER`: the answer is not Daybook's, as when a proxy answers in its place.
 * `DAMAGED_FILE`: the bytes of a file are not those of the manifest. `WRONG_SETTING`: an option that cannot be.
 */
export type ClientErrorCode =
  'NO_ANSWER' | 'TOO_SLOW' | 'UNEXPECTED_ANSWER' | 'DAMAGED_FILE' | 'WRONG_SETTING';
export type ErrorCode = ServerErrorCode | ClientErrorCode;

/** Everything that this package throws by itself; an aborted call throws the reason of its signal. */
export class DaybookError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DaybookError';
  readonly code: Code;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** What an operator finds the request by in the log. */
  readonly requestId: string | undefined;
  /** Where in the request the fault lies. */
  readonly details: NonNullable<Failure['details']>;
  /** What the server asked for with `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  /** The report that failed, where one did. */
  readonly report: Report | undefined;

  constructor(
    code: Code,
    message: string,
    about: {
      status?: number | undefined;
      requestId?: string | undefined;
      details?: Failure['details'] | undefined;
      retryAfterMs?: number | undefined;
      report?: Report | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.code = code;
    this.status = about.status;
    this.requestId = about.requestId;
    this.details = about.details ?? [];
    this.retryAfterMs = about.retryAfterMs;
    this.report = about.report;
  }
}

/** Whether it is an error with one of these codes; narrows `code`. */
export function isDaybookError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: Code[]
): error is DaybookError<Code> {
  if (!(error instanceof DaybookError)) return false;
  const { code } = error as DaybookError;
  return codes.length === 0 || (codes as ErrorCode[]).includes(code);
}
