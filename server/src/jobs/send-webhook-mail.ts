import { findStoreOwner } from '../db/stores.ts';
import { inStore } from '../db/transaction.ts';
import { findDelivery } from '../db/webhook-deliveries.ts';
import { findEndpoint } from '../db/webhook-endpoints.ts';
import type { SendWebhookMailJob } from '../domain/job.ts';
import { DAY_MS, REPORT_MAIL_TRIED_DAYS } from '../domain/limits.ts';
import { webhookMail } from '../notify/webhook-mail.ts';
import type { Job } from '../queue/queue.ts';
import type { JobContext } from './context.ts';
import { handOverMail } from './hand-over-mail.ts';

/**
 * From a webhook that was given up, or an endpoint that said 410 Gone, to a mail for the store's owner. Nothing is sent
 * about an endpoint that was deleted meanwhile, or when it has waited for days.
 */
export async function sendWebhookMail(context: JobContext, job: Job<SendWebhookMailJob>): Promise<void> {
  const { storeId, endpointId, deliveryId } = job.data;
  const found = await find(context, job.data);
  if (!found) return;
  const { owner, endpoint, delivery } = found;
  const at = delivery.lastAttemptAt ?? delivery.createdAt;
  const log = context.log.child({ storeId, endpointId, deliveryId });
  if (context.clock() - at > REPORT_MAIL_TRIED_DAYS * DAY_MS) {
    context.metrics.mails.inc({ kind: 'webhook', outcome: 'given_up' });
    log.error('the mail about a webhook was given up');
    return;
  }
  const link = `${context.issuer()}/stores/${storeId}/webhooks`;
  const mail = { id: deliveryId, to: owner.email, link, at: new Date(at) };
  const { url, note, goneAt } = endpoint;
  const about = { storeTitle: owner.storeTitle, endpointId, url, note, isGone: goneAt !== null, delivery };
  const sentence = 'the mail about a webhook was not sent';
  await handOverMail(context, log, webhookMail(mail, about), { kind: 'webhook', sentence });
}

/** What the mail is made of; undefined where the owner, the endpoint or the delivery is gone. */
async function find({ database }: JobContext, { storeId, endpointId, deliveryId }: SendWebhookMailJob) {
  return inStore(database, storeId, async (transaction) => {
    const owner = await findStoreOwner(transaction);
    const endpoint = await findEndpoint(transaction, endpointId);
    const delivery = await findDelivery(transaction, deliveryId);
    return owner && endpoint && delivery ? { owner, endpoint, delivery } : undefined;
  });
}
