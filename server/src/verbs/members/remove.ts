import { deleteMember } from '../../db/members.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';
import { lockChangeable } from './lock-changeable.ts';

/** Ends a membership, from the next request on. Never the owner's. */
export async function removeMember(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string; accountId: string },
): Promise<void> {
  requireRole(caller, input.storeId, 'ADMINISTRATOR');
  await inStore(context.database, input.storeId, async (transaction) => {
    const member = await lockChangeable(transaction, input.accountId);
    await deleteMember(transaction, member.accountId);
  });
}
