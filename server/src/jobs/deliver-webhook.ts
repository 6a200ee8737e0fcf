import { SpanKind } from '@opentelemetry/api';
import { inStore, type StoreTransaction } from '../db/transaction.ts';
import {
  type DueDelivery,
  giveUpDeliveries,
  giveUpLostDelivery,
  handBackDelivery,
  noteAttempt,
  takeDelivery,
  type TakenDelivery,
} from '../db/webhook-deliveries.ts';
import { findEndpointSecrets, markGone, markOwnerTold } from '../db/webhook-endpoints.ts';
import { SEND_WEBHOOK_MAIL, type SendWebhookMailJob } from '../domain/job.ts';
import { HOUR_MS, WEBHOOK_BACK_BY_MS, WEBHOOK_TOLD_EVERY_HOURS } from '../domain/limits.ts';
import { webhookWaitMs } from '../domain/webhook-schedule.ts';
import { openWebhookSecret } from '../keys/webhook-secret.ts';
import { signedMessage } from '../notify/webhook-message.ts';
import type { WebhookAnswer } from '../notify/webhook-sender.ts';
import { inSpan } from '../observe/in-span.ts';
import type { JobContext } from './context.ts';
import { untilAvailable } from './until-available.ts';

const GONE = 410;
const OUTCOMES = { DELIVERED: 'delivered', PENDING: 'retried', FAILED: 'given_up' } as const;

/**
 * One attempt at one delivery:
 *
 *   taken: counted, and nobody else's for so long → signed → sent → what came of it is noted
 *
 * A worker that dies in between leaves it to be tried again, with the same `webhook-id`, by which the endpoint can tell.
 */
export async function deliverWebhook(
  context: JobContext,
  due: DueDelivery,
  signal: AbortSignal,
): Promise<void> {
  const { storeId, deliveryId } = due;
  const taken = await take(context, due);
  if (!taken) return;
  const { delivery, endpoint } = taken;
  const log = context.log.child({ ...due, endpointId: delivery.endpointId, attempt: delivery.attempt });
  const startedAt = performance.now();
  const about = { kind: SpanKind.CLIENT, 'daybook.webhook.attempt': delivery.attempt };
  const answer =
    endpoint &&
    (await inSpan('webhook', about, () =>
      context.webhooks.send(messageOf(context, delivery, endpoint), signal),
    ));
  const durationMs = Math.round(performance.now() - startedAt);
  const status = await untilAvailable(() =>
    inStore(context.database, storeId, async (transaction) => {
      const { attempt } = delivery;
      const now = context.clock();
      if (signal.aborted && answer && 'failure' in answer) {
        await handBackDelivery(transaction, deliveryId, { attempt, now });
        return undefined;
      }
      return note(context, transaction, { deliveryId, delivery, answer, durationMs });
    }),
  );
  if (answer) log.info({ ...answer, durationMs }, 'a webhook was tried');
  if (status) context.metrics.webhooks.inc({ outcome: OUTCOMES[status] });
}

type Endpoint = NonNullable<Awaited<ReturnType<typeof findEndpointSecrets>>>;
/** `endpoint` is undefined where it is gone. */
type Taken = { delivery: TakenDelivery; endpoint: Endpoint | undefined };

/** Undefined: it is not to be tried, because it has ended or somebody else tries it. */
async function take(context: JobContext, { storeId, deliveryId }: DueDelivery): Promise<Taken | undefined> {
  return inStore(context.database, storeId, async (transaction) => {
    const now = context.clock();
    const delivery = await takeDelivery(transaction, deliveryId, { now, backBy: now + WEBHOOK_BACK_BY_MS });
    if (delivery)
      return { delivery, endpoint: await findEndpointSecrets(transaction, delivery.endpointId, now) };
    const lost = await giveUpLostDelivery(transaction, deliveryId, now);
    if (lost) await tellOwner(context, transaction, { ...lost, deliveryId });
    return undefined;
  });
}

function messageOf(context: JobContext, delivery: TakenDelivery, endpoint: Endpoint) {
  const { endpointId, eventId: id, body } = delivery;
  const { url, sealedSecret, previousSealedSecret } = endpoint;
  const sealed = previousSealedSecret ? [sealedSecret, previousSealedSecret] : [sealedSecret];
  const secrets = sealed.map((each) => openWebhookSecret(context.secretsKey, endpointId, each));
  return signedMessage({ url, id, at: context.clock(), body }, secrets);
}

type Attempted = {
  deliveryId: string;
  delivery: TakenDelivery;
  /** Undefined: nothing was sent, as the endpoint is gone. */
  answer: WebhookAnswer | undefined;
  durationMs: number;
};

/**
 * Notes the answer, and with it what follows: another attempt later, or the end of this delivery or of the endpoint.
 * Resolves to what the delivery is then; undefined where it is somebody else's by now.
 */
async function note(
  context: JobContext,
  transaction: StoreTransaction,
  { deliveryId, delivery, answer, durationMs }: Attempted,
): Promise<keyof typeof OUTCOMES | undefined> {
  const { attempt, endpointId, eventType } = delivery;
  const now = context.clock();
  const lastStatus = answer && 'status' in answer ? answer.status : null;
  const lastFailure = answer && 'failure' in answer ? answer.failure : null;
  const isDelivered = lastStatus !== null && lastStatus >= 200 && lastStatus < 300;
  const isOver = isDelivered || !answer || lastStatus === GONE || eventType === 'TEST';
  const waitMs = isOver ? undefined : webhookWaitMs(attempt, Math.random());
  const dueAt = waitMs === undefined ? null : now + waitMs;
  const status = isDelivered ? 'DELIVERED' : dueAt === null ? 'FAILED' : 'PENDING';
  const outcome = { attempt, status, dueAt, lastStatus, lastFailure, durationMs } as const;
  if (!(await noteAttempt(transaction, deliveryId, outcome))) return undefined;
  if (lastStatus === GONE) {
    await giveUpDeliveries(transaction, endpointId);
    if (await markGone(transaction, endpointId, now))
      await queueMail(context, transaction, { endpointId, deliveryId });
  } else if (status === 'FAILED' && answer && eventType !== 'TEST') {
    await tellOwner(context, transaction, { endpointId, deliveryId });
  }
  return status;
}

type Trouble = { endpointId: string; deliveryId: string };

/** Once a day: an endpoint that is down for a week has not one delivery given up, but all of them. */
async function tellOwner(
  context: JobContext,
  transaction: StoreTransaction,
  trouble: Trouble,
): Promise<void> {
  const now = context.clock();
  const unless = now - WEBHOOK_TOLD_EVERY_HOURS * HOUR_MS;
  if (await markOwnerTold(transaction, trouble.endpointId, { now, unless }))
    await queueMail(context, transaction, trouble);
}

async function queueMail(
  { queue }: JobContext,
  transaction: StoreTransaction,
  trouble: Trouble,
): Promise<void> {
  const mail: SendWebhookMailJob = { storeId: transaction.storeId, ...trouble };
  await queue.send(transaction, SEND_WEBHOOK_MAIL, mail);
}
