import { findSessionProof } from '../../db/sessions.ts';
import { inAccount } from '../../db/transaction.ts';
import { bearerCredential } from '../../domain/bearer-credential.ts';
import type { Caller } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { isOwnId } from '../../domain/id.ts';
import { isAccessTokenValid, readSessionClaim, type SessionClaim } from '../../keys/access-token.ts';
import type { VerbContext } from '../context.ts';

/** Who is signed in, and, where a store was asked for that the account is a member of, as whom it acts there. */
export type SignedIn = SessionClaim & { caller: (Caller & { kind: 'account' }) | undefined };

/**
 * Who sends this `Authorization` header. Key, session, membership and role are read at each request, in one statement,
 * so what was revoked is refused at once. Throws UNAUTHENTICATED, in the same words for every reason.
 */
export async function authenticateSession(
  context: VerbContext,
  authorization: string | undefined,
  askedStoreId = '',
): Promise<SignedIn> {
  const token = bearerCredential(authorization);
  const claim = token === undefined ? undefined : readSessionClaim(token);
  if (token === undefined || !claim) throw new DaybookError('UNAUTHENTICATED');
  const { accountId, sessionId } = claim;
  const now = context.clock();
  // A text that is no id of a store is asked for all the same, so that nothing tells the two apart.
  const storeId = isOwnId('shp', askedStoreId) ? askedStoreId : '';
  const proof = await inAccount(context.database, accountId, (transaction) =>
    findSessionProof(transaction, { sessionId, storeId, now }),
  );
  if (!proof || !(await isAccessTokenValid(token, proof, { issuer: context.issuer(), now }))) {
    throw new DaybookError('UNAUTHENTICATED');
  }
  const { storeId: memberOf, role } = proof;
  const caller = memberOf === null || role === null ? undefined : { kind: 'account' as const, storeId: memberOf, accountId, role }; // prettier-ignore
  return { accountId, sessionId, caller };
}
