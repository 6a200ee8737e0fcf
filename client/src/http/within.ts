import { DaybookError } from '../daybook-error.ts';
import type { Clock } from './clock.ts';

/** Runs it with a signal that aborts with the given one, or with TOO_SLOW when the milliseconds are over. */
export async function within<Result>(
  clock: Clock,
  ms: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const late = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => late.abort(new DaybookError('TOO_SLOW', `No answer within ${ms / 1_000} s.`)),
    () => undefined,
  );
  try {
    return await run(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } catch (error) {
    signal?.throwIfAborted();
    late.signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}
