import { listSessions as selectSessions, type Session } from '../../db/sessions.ts';
import { inAccount } from '../../db/transaction.ts';
import type { SessionClaim } from '../../keys/access-token.ts';
import type { VerbContext } from '../context.ts';

/** Where the account is signed in, the device used last first; `current` is the one that asks. */
export async function listSessions(
  context: VerbContext,
  session: SessionClaim,
): Promise<(Session & { current: boolean })[]> {
  const sessions = await inAccount(context.database, session.accountId, (transaction) =>
    selectSessions(transaction, context.clock()),
  );
  return sessions.map((each) => ({ ...each, current: each.id === session.sessionId }));
}
