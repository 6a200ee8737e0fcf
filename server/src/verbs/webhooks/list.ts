import { inStore } from '../../db/transaction.ts';
import { listEndpoints as listRows, type WebhookEndpoint } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** The store's endpoints, newest first, without their secrets. */
export async function listEndpoints(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string },
): Promise<WebhookEndpoint[]> {
  requirePermission(caller, input.storeId, 'WEBHOOKS_READ');
  return inStore(context.database, input.storeId, listRows);
}
