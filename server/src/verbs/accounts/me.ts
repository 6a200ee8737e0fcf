import { type Account, findAccount } from '../../db/accounts.ts';
import { listMemberships, type Membership } from '../../db/members.ts';
import { inAccount } from '../../db/transaction.ts';
import type { SessionClaim } from '../../keys/access-token.ts';
import type { VerbContext } from '../context.ts';

/** Who is signed in, and the stores where the account has a role. */
export async function me(
  context: VerbContext,
  session: SessionClaim,
): Promise<{ account: Account; stores: Membership[] }> {
  return inAccount(context.database, session.accountId, async (transaction) => ({
    account: await findAccount(transaction),
    stores: await listMemberships(transaction),
  }));
}
