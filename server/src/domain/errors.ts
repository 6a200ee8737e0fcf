/**
 * The closed table of errors. `status` is what the HTTP edge answers, `retryable` whether the worker tries again, and
 * `sentence` what a person reads when the place of failure had nothing more exact to say.
 */
export const ERRORS = {
  INVALID_REQUEST: { status: 400, retryable: false, sentence: 'The request is not valid.' },
  INVALID_PERIOD: { status: 400, retryable: false, sentence: 'The period is not valid.' },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    sentence:
      'Send a valid credential in the Authorization header: "Bearer sk_live_…" with the token of a store, "Bearer opk_…" with the operator key for /v2/platform, or the access token of a session on the rest of /v2.',
  },
  FORBIDDEN: { status: 403, retryable: false, sentence: 'This credential may not do that.' },
  NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such thing here.' },
  REPORT_NOT_READY: {
    status: 409,
    retryable: false,
    sentence: 'The report is not finished yet; ask again when its status is SUCCEEDED.',
  },
  REPORT_FAILED: {
    status: 409,
    retryable: false,
    sentence: 'The report failed, so it has no files; retry it or create a new one.',
  },
  REPORT_FINISHED: {
    status: 409,
    retryable: false,
    sentence: 'The state of the report does not allow that.',
  },
  IDEMPOTENCY_IN_FLIGHT: {
    status: 409,
    retryable: true,
    sentence: 'The first request with this Idempotency-Key is still running; send it again in a moment.',
  },
  TOO_MANY_ENDPOINTS: {
    status: 409,
    retryable: false,
    sentence: 'The store has as many webhook endpoints as it may; delete one that is not needed.',
  },
  ENDPOINT_GONE: {
    status: 409,
    retryable: false,
    sentence: 'The endpoint answered 410 Gone and is told nothing more; delete it and make a new one.',
  },
  HANDLE_TAKEN: { status: 409, retryable: false, sentence: 'Another store has this handle; choose another.' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, sentence: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    sentence: 'Send the body as JSON with "Content-Type: application/json".',
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    retryable: false,
    sentence: 'The file is shorter than the range asked for.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    retryable: false,
    sentence: 'This Idempotency-Key came with another request before; take a new key for a new request.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    sentence: 'Too many requests in this second; wait as long as Retry-After says.',
  },
  TOO_MANY_ACTIVE_REPORTS: {
    status: 429,
    retryable: true,
    sentence: 'The store has as many reports in progress as it may; wait until one is finished.',
  },
  INTERNAL: { status: 500, retryable: true, sentence: 'Something went wrong on our side; try again later.' },
  UNAVAILABLE: {
    status: 503,
    retryable: true,
    sentence: 'The service is not available right now; try again shortly.',
  },
  CANCELED: { status: 409, retryable: false, sentence: 'The report was cancelled.' },
  SOURCE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    sentence: 'The data for this report could not be read; retry it in a few minutes.',
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    sentence: 'The files of this report could not be stored; retry it in a few minutes.',
  },
  TIMED_OUT: {
    status: 503,
    // The next attempt would read the same rows as slowly.
    retryable: false,
    sentence: 'The report took longer than it may; choose a shorter period.',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; sentence: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The codes that a FAILED report can carry in `errorCode`. */
export const REPORT_ERROR_CODES = ['CANCELED', 'SOURCE_UNAVAILABLE', 'STORAGE_UNAVAILABLE', 'TIMED_OUT', 'INTERNAL'] as const; // prettier-ignore
export type ReportErrorCode = (typeof REPORT_ERROR_CODES)[number];

/** Where in the input a fault lies (`periodEnd`, `line 17: amount`) and what is wrong with it. */
export type ErrorDetail = { path: string; message: string };

/** An error with a public face: `message` may be shown to any caller; internals go into `cause`. */
export class DaybookError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].sentence,
    options: { details?: readonly ErrorDetail[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DaybookError';
    this.code = code;
    this.details = options.details ?? [];
  }

  /** HTTP status. */
  get status(): number {
    return ERRORS[this.code].status;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}
