import type { FastifyReply } from 'fastify';
import { DaybookError } from '../../domain/errors.ts';
import { RATE_LIMIT_REQUESTS_PER_SECOND } from '../../domain/limits.ts';

/** Counts a request of this token or account in the UTC second of `now` (ms), and resolves to how many there are by then. */
export type RateCounter = (id: string, now: number) => Promise<number>;

/** Counts in this process alone. */
export function createRateCounter(): RateCounter {
  let second = 0;
  let counts = new Map<string, number>();
  return async (id, now) => {
    const present = Math.floor(now / 1_000);
    if (present !== second) {
      second = present;
      counts = new Map();
    }
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count;
  };
}

/** Counts a request and says in the answer's headers where its sender stands; throws RATE_LIMITED beyond the limit. */
export async function limitRate(
  count: RateCounter,
  id: string,
  now: number,
  reply: FastifyReply,
): Promise<void> {
  const used = await count(id, now);
  if (used > RATE_LIMIT_REQUESTS_PER_SECOND) refuseRate(now, reply);
  sayStanding(used, now, reply);
}

/** Refuses a request of a sender who is known to be beyond the limit in the second of `now`: throws RATE_LIMITED. */
export function refuseRate(now: number, reply: FastifyReply): never {
  sayStanding(RATE_LIMIT_REQUESTS_PER_SECOND, now, reply);
  reply.header('Retry-After', 1);
  throw new DaybookError('RATE_LIMITED');
}

function sayStanding(used: number, now: number, reply: FastifyReply): void {
  reply.headers({
    'X-RateLimit-Limit': RATE_LIMIT_REQUESTS_PER_SECOND,
    'X-RateLimit-Remaining': RATE_LIMIT_REQUESTS_PER_SECOND - used,
    'X-RateLimit-Reset': Math.floor(now / 1_000) + 1,
  });
}
