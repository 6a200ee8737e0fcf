import { setTimeout as delay } from 'node:timers/promises';
import { isUnavailable } from '../db/database.ts';
import { DaybookError } from '../domain/errors.ts';
import { DATABASE_RETURN_MAX_MS } from '../domain/limits.ts';

const TRY_AGAIN_FIRST_MS = 50;
const TRY_AGAIN_MAX_MS = 1_000;

/** Runs `run` again while the database is away, for so long; what it does must be harmless twice. */
export async function untilAvailable<Result>(run: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + DATABASE_RETURN_MAX_MS;
  for (let waitMs = TRY_AGAIN_FIRST_MS; ; waitMs = Math.min(waitMs * 2, TRY_AGAIN_MAX_MS)) {
    try {
      return await run();
    } catch (error) {
      if (!isAway(error) || performance.now() + waitMs > until) throw error;
    }
    await delay(waitMs);
  }
}

function isAway(error: unknown): boolean {
  return (error instanceof DaybookError && error.code === 'UNAVAILABLE') || isUnavailable(error);
}
