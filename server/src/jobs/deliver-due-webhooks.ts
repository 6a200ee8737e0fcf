import { inPlatform } from '../db/transaction.ts';
import { type DueDelivery, listDueDeliveries } from '../db/webhook-deliveries.ts';
import { STOP_GRACE_MS, WEBHOOKS_AT_ONCE, WEBHOOKS_AT_ONCE_PER_STORE } from '../domain/limits.ts';
import type { JobContext } from './context.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { repeat } from './repeat.ts';

/**
 * Looks for deliveries that are due every so often and whenever one has ended, and tries them, until `stop`. The rows are
 * the queue: they wait for days by the injected clock. Any number of workers may do so at once; no store takes every
 * place of a worker, however slowly its endpoints answer.
 */
export function deliverDueWebhooks(context: JobContext, everyMs: number): { stop(): Promise<void> } {
  const { log } = context;
  const running = new Map<string, { storeId: string; ended: Promise<void> }>();
  const cut = new AbortController();

  async function look(signal: AbortSignal): Promise<void> {
    const limit = WEBHOOKS_AT_ONCE - running.size;
    if (limit === 0) return;
    const counts = Map.groupBy(running.values(), ({ storeId }) => storeId);
    const busy = [...counts].filter(([, { length }]) => length >= WEBHOOKS_AT_ONCE_PER_STORE);
    const places = { limit, perStore: WEBHOOKS_AT_ONCE_PER_STORE, busy: busy.map(([storeId]) => storeId) };
    const due = await inPlatform(context.database, (transaction) =>
      listDueDeliveries(transaction, { now: context.clock(), ...places }),
    );
    for (const each of due) if (!signal.aborted) start(each, signal);
  }

  function start(due: DueDelivery, signal: AbortSignal): void {
    const { storeId, deliveryId } = due;
    if (running.size >= WEBHOOKS_AT_ONCE || running.has(deliveryId)) return;
    const attempt = deliverWebhook(context, due, cut.signal).finally(() => running.delete(deliveryId));
    const ended = attempt
      .then(() => (signal.aborted ? undefined : look(signal)))
      .catch((error: unknown) => log.warn({ err: error, ...due }, 'a webhook could not be tried or noted'));
    running.set(deliveryId, { storeId, ended });
  }

  const looking = repeat(everyMs, look, (error) =>
    log.warn({ err: error }, 'could not look for webhooks that are due'),
  );
  return {
    async stop() {
      await looking.stop();
      const late = setTimeout(() => cut.abort(), STOP_GRACE_MS);
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
      clearTimeout(late);
    },
  };
}
