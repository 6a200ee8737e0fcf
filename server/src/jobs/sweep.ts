import { readNow } from '../db/now.ts';
import { inPlatform } from '../db/transaction.ts';
import { MINUTE_MS, SWEEP_CLOCK_SKEW_MS, SWEEP_MAX_MS } from '../domain/limits.ts';
import { StartupError } from '../domain/startup-error.ts';
import type { JobContext } from './context.ts';
import { sweepExpiredReports } from './sweep-expired-reports.ts';
import { sweepRecords } from './sweep-records.ts';
import { sweepRemains } from './sweep-remains.ts';
import { sweepSignIns } from './sweep-sign-ins.ts';
import { type Swept, sweptNothing } from './swept.ts';

export type SweepContext = Pick<JobContext, 'database' | 'storage' | 'clock' | 'wallClock'>;

/** Adds what it removes to `swept`. Ends early, between two steps, when `signal` fires. */
export type SweepPart = (context: SweepContext, signal: AbortSignal, swept: Swept) => Promise<void>;

export type SweepResult = {
  swept: Swept;
  /** The parts that failed, and why; the others were done all the same. */
  failures: readonly { part: string; error: unknown }[];
  /** False where `signal` fired, or the time was over, before the end. */
  finished: boolean;
};

/** The longest part comes last. */
const PARTS: Readonly<Record<string, SweepPart>> = {
  'expired reports': sweepExpiredReports,
  records: sweepRecords,
  'sign-ins': sweepSignIns,
  'remains of attempts': sweepRemains,
};

/**
 * Deletes everything whose time is over and everything that nobody needs: `docs/retention.md`. Any number of workers
 * may sweep at once, beside any work; whatever a sweep leaves undone, the next one does. Never rejects.
 */
export async function sweep(context: SweepContext, signal: AbortSignal): Promise<SweepResult> {
  const stopping = AbortSignal.any([signal, AbortSignal.timeout(SWEEP_MAX_MS)]);
  const swept = sweptNothing();
  const failures: { part: string; error: unknown }[] = [];
  try {
    await assertClockIsRight(context);
  } catch (error) {
    return { swept, failures: [{ part: 'anything', error }], finished: true };
  }
  for (const [part, run] of Object.entries(PARTS)) {
    await run(context, stopping, swept).catch((error: unknown) => failures.push({ part, error }));
  }
  return { swept, failures, finished: !stopping.aborted };
}

/** On a machine whose clock has jumped a month ahead every report would be over. */
async function assertClockIsRight({ database, wallClock }: SweepContext): Promise<void> {
  const offMs = Math.abs(wallClock() - (await inPlatform(database, readNow)));
  if (offMs <= SWEEP_CLOCK_SKEW_MS) return;
  const minutes = Math.round(offMs / MINUTE_MS);
  throw new StartupError(
    `the clocks of this machine and of the database are ${minutes} minutes apart: set them right`,
  );
}
