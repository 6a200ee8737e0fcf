import { revokeSession } from '../../db/sessions.ts';
import { inAccount } from '../../db/transaction.ts';
import type { SessionClaim } from '../../keys/access-token.ts';
import type { VerbContext } from '../context.ts';

/** Signs out: neither the access token nor the refresh token of this session is of any use from now on. */
export async function endSession(context: VerbContext, session: SessionClaim): Promise<void> {
  await inAccount(context.database, session.accountId, (transaction) =>
    revokeSession(transaction, session.sessionId, context.clock()),
  );
}
