import { deleteMagicLinks } from '../db/magic-links.ts';
import { deleteRefreshTokens } from '../db/refresh-tokens.ts';
import { deleteSessions } from '../db/sessions.ts';
import { deleteSignInRequests } from '../db/sign-in-requests.ts';
import { inSweep, type SweepTransaction } from '../db/transaction.ts';
import { HOUR_MS, SIGN_IN_REMAINS_KEPT_HOURS, SWEEP_BATCH_ROWS } from '../domain/limits.ts';
import type { SweepPart } from './sweep.ts';
import type { Swept } from './swept.ts';

/** Deletes what signing in leaves behind, a day after it is over: no limit counts it by then. */
export const sweepSignIns: SweepPart = async ({ database, clock }, signal, swept) => {
  const until = clock() - SIGN_IN_REMAINS_KEPT_HOURS * HOUR_MS;

  async function all(
    kind: keyof Swept,
    some: (transaction: SweepTransaction, limit: number) => Promise<number>,
  ): Promise<void> {
    let isMore = true;
    while (isMore && !signal.aborted) {
      const more = await inSweep(database, until, (transaction) => some(transaction, SWEEP_BATCH_ROWS));
      swept[kind] += more;
      isMore = more === SWEEP_BATCH_ROWS;
    }
  }

  await all('signInLinks', deleteMagicLinks);
  await all('signInCounters', deleteSignInRequests);
  await all('sessions', deleteSessions);
  // Those that their session has not taken with it: of sessions that go on.
  await all('refreshTokens', deleteRefreshTokens);
};
