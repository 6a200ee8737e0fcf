import { type StoreSettings, updateSettings } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** Chooses anew for the store. */
export async function changeSettings(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string } & StoreSettings,
): Promise<StoreSettings> {
  const { storeId, ...settings } = input;
  requireRole(caller, storeId, 'ADMINISTRATOR');
  await inStore(context.database, storeId, (transaction) => updateSettings(transaction, settings));
  return settings;
}
