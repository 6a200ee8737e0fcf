import { deleteToken as deleteRow } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../context.ts';

/** Ends a token for good. The reports that it has asked for stay. */
export async function deleteToken(
  context: Pick<VerbContext, 'database' | 'clock' | 'knownTokens'>,
  caller: Caller,
  input: { storeId: string; tokenId: string },
): Promise<void> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  const deleted = await inStore(context.database, input.storeId, (transaction) =>
    deleteRow(transaction, input.tokenId, context.clock()),
  );
  context.knownTokens.forgetAll();
  if (!deleted) throw new DaybookError('NOT_FOUND', 'There is no such token.');
}
