import { RATE_LIMIT_REQUESTS_PER_SECOND } from '../domain/limits.ts';

/** Where one token stands in the present UTC second. */
export type RateLimitState = {
  limit: number;
  remaining: number;
  /** Epoch second at which the window ends. */
  resetSecond: number;
  exceeded: boolean;
};

/** Counts a request of this token. */
export type RateLimit = (tokenId: string, now: number) => RateLimitState;

/** A fixed window of one UTC second for each token, counted in this process. */
export function createRateLimit(): RateLimit {
  let second = 0;
  let counts = new Map<string, number>();
  return (tokenId, now) => {
    const present = Math.floor(now / 1_000);
    if (present !== second) {
      second = present;
      counts = new Map();
    }
    const count = (counts.get(tokenId) ?? 0) + 1;
    counts.set(tokenId, count);
    return {
      limit: RATE_LIMIT_REQUESTS_PER_SECOND,
      remaining: Math.max(0, RATE_LIMIT_REQUESTS_PER_SECOND - count),
      resetSecond: present + 1,
      exceeded: count > RATE_LIMIT_REQUESTS_PER_SECOND,
    };
  };
}
