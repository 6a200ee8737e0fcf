import type { LiveToken } from '../../db/tokens.ts';
import { TOKEN_KNOWN_MAX_MS, TOKENS_KNOWN_MAX } from '../../domain/limits.ts';

/** Tokens as they were a moment ago, so that a caller who polls is not looked up for each of its requests. */
export type KnownTokens = {
  /** What is known under this key, or what `read` finds and is then known for `TOKEN_KNOWN_MAX_MS` from now. */
  find(key: string, read: () => Promise<LiveToken | undefined>): Promise<LiveToken | undefined>;
  /** What is asked for under this key is read anew from here on. */
  forget(key: string): void;
  /** Whatever is asked for from here on is read anew; reads that are under way are no longer shared. */
  forgetAll(): void;
};

/** `elapsedMs`: a clock that never goes back, as no change of the time may keep a dead secret alive. */
export function createKnownTokens(elapsedMs: () => number): KnownTokens {
  const known = new Map<string, { until: number; token: Promise<LiveToken | undefined> }>();
  return {
    find(key, read) {
      const now = elapsedMs();
      const found = known.get(key);
      if (found && now < found.until) return found.token;
      if (known.size >= TOKENS_KNOWN_MAX) known.clear();
      const entry = { until: now + TOKEN_KNOWN_MAX_MS, token: read() };
      known.set(key, entry);
      const drop = (): void => {
        if (known.get(key) === entry) known.delete(key);
      };
      entry.token.then((token) => token ?? drop(), drop);
      return entry.token;
    },
    forget: (key) => void known.delete(key),
    forgetAll: () => known.clear(),
  };
}
