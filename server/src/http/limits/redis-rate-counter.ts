import { createClient } from '@redis/client';
import { RATE_LIMIT_SHARED_WAIT_MS, RATE_LIMIT_SHARED_RETRY_MS } from '../../domain/limits.ts';
import { createRateCounter, type RateCounter } from './rate-limit.ts';

const KEY_TTL_MS = 2_000;
/** One round trip: the count cannot outlive its second by more than the time to live. */
const SCRIPT = `local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end return n`;

/**
 * Counts in Redis, for every process that shares it. While Redis is away, or takes too long, this process counts for
 * itself, so that no request fails or waits for it; `warn` hears of each outage once.
 */
export function openRedisRateCounter(options: {
  url: string;
  warn: (facts: object, sentence: string) => void;
}): { count: RateCounter; close(): Promise<void> } {
  const countHere = createRateCounter();
  const client = createClient({
    url: options.url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: (tries) => Math.min(100 * (tries + 1), 1_000) },
  });
  let away = false;
  let pausedUntil = 0;
  const lost = (error: unknown): void => {
    pausedUntil = performance.now() + RATE_LIMIT_SHARED_RETRY_MS;
    if (!away)
      options.warn({ err: error }, 'Redis cannot be reached: this process counts requests for itself');
    away = true;
  };
  client.on('error', lost);
  client.connect().catch(lost);

  return {
    async count(id, now) {
      // Counted here in any case, so that an outage in the middle of a second does not begin it anew.
      const usedHere = await countHere(id, now);
      if (performance.now() < pausedUntil) return usedHere;
      const key = `daybook:requests:${id}:${Math.floor(now / 1_000)}`;
      try {
        const asked = client.eval(SCRIPT, { keys: [key], arguments: [String(KEY_TTL_MS)] });
        const used = Number(await within(RATE_LIMIT_SHARED_WAIT_MS, asked));
        away = false;
        return used;
      } catch (error) {
        lost(error);
        return usedHere;
      }
    },
    async close() {
      client.destroy();
    },
  };
}

/** The result, unless it takes longer; what comes later is nobody's any more. */
async function within<Result>(ms: number, asked: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, promise]);
  } finally {
    clearTimeout(timer);
  }
}
