import type { Logger } from 'pino';
import { OUTAGE_ASKED_EVERY_MS, OUTAGE_OVER_AFTER_MS, OUTAGE_SAID_EVERY_MS } from '../domain/limits.ts';
import { reasonOf } from './reason-of.ts';

/** What is told of connections that break: one line when it begins, one a minute, and one when it is over. */
export type Outages = {
  /** Hears of each connection that broke or could not be made. */
  broke(error: unknown): void;
  /** Says what has not ended by then. Harmless twice. */
  close(): Promise<void>;
};

type Outage = { readonly beganAt: number; lastAt: number; saidAt: number; times: number };

/** `what`: how the log calls it, such as "the database"; `ask` rejects while it cannot be reached. */
export function watchOutages(options: {
  log: Pick<Logger, 'info' | 'warn'>;
  what: string;
  ask: () => Promise<unknown>;
}): Outages {
  const { log, what, ask } = options;
  let outage: Outage | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const facts = ({ beganAt, times }: Outage, until: number) => ({
    times,
    forMs: Math.round(until - beganAt),
  });

  function askLater(present: Outage): void {
    if (!closed) timer = setTimeout(() => void look(present), OUTAGE_ASKED_EVERY_MS);
  }

  async function look(present: Outage): Promise<void> {
    await ask().catch(() => (present.lastAt = performance.now()));
    const now = performance.now();
    if (closed) return;
    if (now - present.lastAt >= OUTAGE_OVER_AFTER_MS) {
      outage = undefined;
      log.info(facts(present, present.lastAt), `${what} answers again`);
      return;
    }
    if (now - present.saidAt >= OUTAGE_SAID_EVERY_MS) {
      present.saidAt = now;
      log.warn(facts(present, now), `${what} is still in trouble`);
    }
    askLater(present);
  }

  return {
    broke(error) {
      const now = performance.now();
      if (outage) {
        outage.times += 1;
        outage.lastAt = now;
      } else if (!closed) {
        outage = { beganAt: now, lastAt: now, saidAt: now, times: 1 };
        log.warn(
          { reason: reasonOf(error) },
          `a connection to ${what} broke; it is tried again until it answers`,
        );
        askLater(outage);
      }
    },
    async close() {
      clearTimeout(timer);
      if (!closed && outage)
        log.warn(facts(outage, performance.now()), `${what} was still in trouble at the end`);
      closed = true;
    },
  };
}
