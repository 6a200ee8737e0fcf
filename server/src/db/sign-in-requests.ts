import { formatInstant } from '../domain/instant.ts';
import { SIGN_IN_REQUESTS_PER_HOUR_MAX } from '../domain/limits.ts';
import type { NetworkTransaction, SweepTransaction } from './transaction.ts';

const RECENT = `array(select at from unnest(sign_in_requests.requested_at) as at where at > $3 order by at)`;

/**
 * Counts a request of the network, unless it has made as many since `since` as it may: then the instant from which one
 * more is allowed. The row takes turns, so the limit is exact in however many processes.
 */
export async function countSignInRequest(
  transaction: NetworkTransaction,
  { now, since }: { now: number; since: number },
): Promise<{ allowedAt: number } | undefined> {
  const counted = await transaction.query(
    `insert into sign_in_requests (network, requested_at) values ($1, array[$2::timestamptz])
     on conflict (network) do update set requested_at = ${RECENT} || $2::timestamptz
     where cardinality(${RECENT}) < $4`,
    [transaction.network, formatInstant(now), formatInstant(since), SIGN_IN_REQUESTS_PER_HOUR_MAX],
  );
  if (counted.rowCount === 1) return undefined;
  const { rows } = await transaction.query<{ oldest: number }>(
    `select min(at) as oldest from sign_in_requests, unnest(requested_at) as at where network = $1 and at > $2`,
    [transaction.network, formatInstant(since)],
  );
  return { allowedAt: now + ((rows[0]?.oldest ?? since) - since) };
}

/** Deletes the counters of networks that asked for nothing since, no more than `limit`, and resolves to how many. */
export async function deleteSignInRequests(transaction: SweepTransaction, limit: number): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from sign_in_requests where ctid = any(array(
       select ctid from sign_in_requests where requested_at[cardinality(requested_at)] <= $1 limit $2
     ))`,
    [formatInstant(transaction.until), limit],
  );
  return rowCount ?? 0;
}
