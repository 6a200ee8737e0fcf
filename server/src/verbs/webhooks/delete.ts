import { inStore } from '../../db/transaction.ts';
import { deleteEndpoint as deleteRow } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';
import { noSuchEndpoint } from './no-such-endpoint.ts';

/** Ends an endpoint for good, with what was still to be told to it. */
export async function deleteEndpoint(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  { storeId, endpointId }: { storeId: string; endpointId: string },
): Promise<void> {
  requirePermission(caller, storeId, 'WEBHOOKS_WRITE');
  const deleted = await inStore(context.database, storeId, (transaction) =>
    deleteRow(transaction, endpointId),
  );
  if (!deleted) throw noSuchEndpoint();
}
