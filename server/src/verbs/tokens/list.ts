import { listTokens as listRows, type Token } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** The store's tokens, newest first, without their secrets, which nobody has any more. */
export async function listTokens(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string },
): Promise<Token[]> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  return inStore(context.database, input.storeId, listRows);
}
