import { type Member, updateRole } from '../../db/members.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import type { VerbContext } from '../context.ts';
import type { GivenRole } from './add.ts';
import { lockChangeable } from './lock-changeable.ts';

/** Gives a member another role, from the next request on. Never the owner. */
export async function changeRole(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string; accountId: string; role: GivenRole },
): Promise<Member> {
  requireRole(caller, input.storeId, 'ADMINISTRATOR');
  return inStore(context.database, input.storeId, async (transaction) => {
    const member = await lockChangeable(transaction, input.accountId);
    await updateRole(transaction, member.accountId, input.role);
    return { ...member, role: input.role };
  });
}
