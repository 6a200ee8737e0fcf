import { lockMember, type Member } from '../../db/members.ts';
import type { StoreTransaction } from '../../db/transaction.ts';
import { DaybookError } from '../../domain/errors.ts';

/** A member who is not the owner, held until the transaction ends. Throws NOT_FOUND, and FORBIDDEN for the owner. */
export async function lockChangeable(transaction: StoreTransaction, accountId: string): Promise<Member> {
  const member = await lockMember(transaction, accountId);
  if (!member) throw new DaybookError('NOT_FOUND', 'There is no such member.');
  if (member.role === 'OWNER') throw new DaybookError('FORBIDDEN', 'The owner of a store cannot be changed.');
  return member;
}
