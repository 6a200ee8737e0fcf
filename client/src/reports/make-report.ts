import type { Report } from '../api/operations.ts';
import { DaybookError, isDaybookError } from '../daybook-error.ts';
import type { Daybook } from '../daybook.ts';
import { retryDelay } from '../http/retry-delay.ts';
import type { CreateReport, KeyedOptions, WaitOptions } from './reports.ts';

/** How often a report that failed for a reason that may pass is queued again. */
const AGAIN_MAX = 2;

/**
 * Queues the report and waits until it is there: also for a place among the store's active ones, and through failures
 * that may pass. Throws DaybookError with the code of the report's failure, and the report.
 */
export async function makeReport(
  daybook: Daybook,
  request: CreateReport,
  options: KeyedOptions & WaitOptions = {},
): Promise<Report> {
  const { idempotencyKey, onProgress, ...call } = options;
  const create = (): Promise<Report> => daybook.reports.create(request, { ...call, idempotencyKey });
  let report = await whenThereIsRoom(daybook, create, call.signal);
  for (let again = 0; ; again++) {
    report = await daybook.reports.wait(report.id, { ...call, onProgress });
    if (report.status === 'SUCCEEDED') return report;
    const { id, errorCode, errorMessage } = report;
    // What is resumed may find that it was cancelled meanwhile; what is new has been cancelled by somebody just now.
    if (again >= AGAIN_MAX || !mayPass(errorCode)) {
      throw new DaybookError(errorCode ?? 'INTERNAL', errorMessage ?? 'The report failed.', { report });
    }
    // The same key each time, so that a run that is taken up again finds the same report.
    const key = idempotencyKey === undefined ? undefined : `again-${id}`;
    const retry = (): Promise<Report> => daybook.reports.retry(id, { ...call, idempotencyKey: key });
    report = await whenThereIsRoom(daybook, retry, call.signal);
  }
}

function mayPass(code: Report['errorCode']): boolean {
  return code === 'SOURCE_UNAVAILABLE' || code === 'STORAGE_UNAVAILABLE' || code === 'INTERNAL';
}

/** As long as the store has as many active reports as it may, whosever they are. */
async function whenThereIsRoom<Result>(
  { transport: { clock, random } }: Daybook,
  run: () => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!isDaybookError(error, 'TOO_MANY_ACTIVE_REPORTS')) throw error;
      await clock.sleep(retryDelay(tries, error, random), signal);
    }
  }
}
