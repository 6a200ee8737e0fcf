import { REPORT_ATTEMPTS_MAX } from '../domain/limits.ts';

/** How a report ends whose last attempt ended with its worker. */
export const EXHAUSTED = {
  errorCode: 'INTERNAL',
  errorMessage: `The report stopped in the middle ${REPORT_ATTEMPTS_MAX} times; retry it, and choose a shorter period if it stops again.`,
} as const;
