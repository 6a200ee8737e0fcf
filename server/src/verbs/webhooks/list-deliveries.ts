import { inStore } from '../../db/transaction.ts';
import { listDeliveries as listRows, type WebhookDelivery } from '../../db/webhook-deliveries.ts';
import { findEndpoint } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';
import { noSuchEndpoint } from './no-such-endpoint.ts';

/** One page of what was told to an endpoint in the last 30 days, newest first. */
export async function listDeliveries(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string; endpointId: string; page: number; limit: number },
): Promise<{ items: WebhookDelivery[]; total: number }> {
  requirePermission(caller, input.storeId, 'WEBHOOKS_READ');
  return inStore(context.database, input.storeId, async (transaction) => {
    if (!(await findEndpoint(transaction, input.endpointId))) throw noSuchEndpoint();
    return listRows(transaction, input.endpointId, input);
  });
}
