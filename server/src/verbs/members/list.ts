import { listMembers as listRows, type Member } from '../../db/members.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';

/** Who may do what in the store, in the order in which they came. */
export async function listMembers(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string },
): Promise<Member[]> {
  requireRole(caller, input.storeId, 'ADMINISTRATOR');
  return inStore(context.database, input.storeId, listRows);
}
