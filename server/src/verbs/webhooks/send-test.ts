import { inStore } from '../../db/transaction.ts';
import { findPendingTest, insertDelivery, type WebhookDelivery } from '../../db/webhook-deliveries.ts';
import { lockEndpoint } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { webhookBody } from '../../domain/webhook.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';
import { noSuchEndpoint } from './no-such-endpoint.ts';

/**
 * Queues a message of the type TEST to an endpoint, to be tried once; or resolves to the one that is still under way. Throws
 * ENDPOINT_GONE for one that said 410.
 */
export async function sendTest(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  { storeId, endpointId }: { storeId: string; endpointId: string },
  onEffect?: OnEffect<WebhookDelivery>,
): Promise<WebhookDelivery> {
  requirePermission(caller, storeId, 'WEBHOOKS_WRITE');
  return inStore(context.database, storeId, async (transaction) => {
    const endpoint = await lockEndpoint(transaction, endpointId);
    if (!endpoint) throw noSuchEndpoint();
    if (endpoint.goneAt !== null) throw new DaybookError('ENDPOINT_GONE');
    const delivery =
      (await findPendingTest(transaction, endpointId)) ??
      (await insertDelivery(transaction, { endpointId, ...newTest(context.clock()) }));
    if (!delivery) throw new Error('the event of a test is new');
    await onEffect?.(transaction, delivery);
    return delivery;
  });
}

function newTest(createdAt: number) {
  const eventId = newId('evt', createdAt);
  const eventType = 'TEST' as const;
  const body = webhookBody({ type: eventType, id: eventId, at: createdAt, data: {} });
  return { id: newId('whd', createdAt), eventId, eventType, reportId: null, body, createdAt };
}
