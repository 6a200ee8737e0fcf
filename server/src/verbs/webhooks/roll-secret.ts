import { inStore } from '../../db/transaction.ts';
import { lockEndpoint, replaceSecret } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { HOUR_MS, WEBHOOK_SECRET_OVERLAP_HOURS } from '../../domain/limits.ts';
import { newWebhookSecret } from '../../keys/webhook-secret.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';
import type { EndpointWithSecret } from './create.ts';
import { noSuchEndpoint } from './no-such-endpoint.ts';

/** Gives an endpoint a new secret, shown this once. For a day messages are signed with the one before it too. */
export async function rollEndpointSecret(
  context: Pick<VerbContext, 'database' | 'clock' | 'secretsKey'>,
  caller: Caller,
  { storeId, endpointId }: { storeId: string; endpointId: string },
  onEffect?: OnEffect<EndpointWithSecret>,
): Promise<EndpointWithSecret> {
  requirePermission(caller, storeId, 'WEBHOOKS_WRITE');
  return inStore(context.database, storeId, async (transaction) => {
    if (!(await lockEndpoint(transaction, endpointId))) throw noSuchEndpoint();
    const { secret, sealed: sealedSecret } = newWebhookSecret(context.secretsKey, endpointId);
    const previousUntil = context.clock() + WEBHOOK_SECRET_OVERLAP_HOURS * HOUR_MS;
    const endpoint = await replaceSecret(transaction, endpointId, { sealedSecret, previousUntil });
    if (!endpoint) throw noSuchEndpoint();
    const rolled = { ...endpoint, secret };
    await onEffect?.(transaction, rolled);
    return rolled;
  });
}
