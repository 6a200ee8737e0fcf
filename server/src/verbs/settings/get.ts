import { findSettings, type StoreSettings } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../context.ts';

/** What the store has chosen for itself. */
export async function getSettings(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string },
): Promise<StoreSettings> {
  requireRole(caller, input.storeId, 'VIEWER');
  const settings = await inStore(context.database, input.storeId, findSettings);
  if (!settings) throw new DaybookError('NOT_FOUND', 'There is no such store.');
  return settings;
}
