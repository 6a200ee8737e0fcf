import { revokeSession as endOne } from '../../db/sessions.ts';
import { inAccount } from '../../db/transaction.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { SessionClaim } from '../../keys/access-token.ts';
import type { VerbContext } from '../context.ts';

/** Signs one of the account's own devices out. NOT_FOUND for any other session, there or not. */
export async function revokeSession(
  context: VerbContext,
  session: SessionClaim,
  input: { sessionId: string },
): Promise<void> {
  const revoked = await inAccount(context.database, session.accountId, (transaction) =>
    endOne(transaction, input.sessionId, context.clock()),
  );
  if (!revoked) throw new DaybookError('NOT_FOUND', 'There is no such session.');
}
