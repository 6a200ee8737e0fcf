import { ensureAccount } from '../../db/accounts.ts';
import { insertMember, lockMember, type Member } from '../../db/members.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import type { Role } from '../../domain/role.ts';
import type { VerbContext } from '../context.ts';

/** The roles that administrators give; a store has one owner, who stays. */
export type GivenRole = Exclude<Role, 'OWNER'>;

/**
 * Makes the account with this address a member; who has none gets one, and signs in by a link like everybody. Throws
 * INVALID_REQUEST for no address, and for somebody who is a member already.
 */
export async function addMember(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  input: { storeId: string; email: string; role: GivenRole },
): Promise<Member> {
  requireRole(caller, input.storeId, 'ADMINISTRATOR');
  if (!isEmailAddress(input.email)) throw refused('must be a plain e-mail address');
  const createdAt = context.clock();
  return inStore(context.database, input.storeId, async (transaction) => {
    const account = { id: newId('acc', createdAt), email: input.email, createdAt };
    const { id: accountId } = await ensureAccount(transaction, account);
    if (await lockMember(transaction, accountId)) throw refused('is a member already');
    await insertMember(transaction, { accountId, role: input.role, createdAt });
    return (await lockMember(transaction, accountId)) as Member;
  });
}

function refused(message: string): DaybookError {
  return new DaybookError('INVALID_REQUEST', `email ${message}.`, { details: [{ path: 'email', message }] });
}
