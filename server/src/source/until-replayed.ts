import type { PoolClient } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { DaybookError } from '../domain/errors.ts';
import { REPLAY_ASKED_EVERY_MS } from '../domain/limits.ts';

/** Up to where a replica has to be before rows are read from it, and how long that may take. */
export type ReplayWait = {
  /** Of the primary: `0/1A2B3C4D`. */
  readonly position: string;
  readonly maxMs: number;
  readonly signal: AbortSignal;
};

/**
 * Resolves once the server behind `client` has replayed the primary up to the position; at once where it is no replica.
 * Throws SOURCE_UNAVAILABLE, saying how far it is behind, when it has not after `maxMs`.
 */
export async function untilReplayed(
  client: Pick<PoolClient, 'query'>,
  { position, maxMs, signal }: ReplayWait,
): Promise<void> {
  const until = performance.now() + maxMs;
  for (;;) {
    const { rows } = await client.query<{ behind: number }>(BEHIND, [position]);
    const behind = rows[0]?.behind ?? 0;
    if (behind <= 0) return;
    if (performance.now() >= until) {
      const cause = new Error(`the replica is ${behind} bytes behind ${position} after ${maxMs} ms`);
      throw new DaybookError('SOURCE_UNAVAILABLE', undefined, { cause });
    }
    await delay(REPLAY_ASKED_EVERY_MS, undefined, { signal });
  }
}

/** One that has replayed nothing yet does not know where it is, and counts as behind by all there is. */
const BEHIND = `
  select case when pg_is_in_recovery()
    then pg_wal_lsn_diff($1::pg_lsn, coalesce(pg_last_wal_replay_lsn(), '0/0'))::bigint else 0 end as behind`;
