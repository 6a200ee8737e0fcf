import { lockRefreshToken, markRefreshTokenUsed } from '../../db/refresh-tokens.ts';
import { prolongSession, revokeSession } from '../../db/sessions.ts';
import { enterAccount, inCredential } from '../../db/transaction.ts';
import { DaybookError } from '../../domain/errors.ts';
import { DAY_MS, SESSION_TTL_DAYS } from '../../domain/limits.ts';
import { hashSignInSecret, isSignInSecret } from '../../keys/sign-in-secret.ts';
import type { VerbContext } from '../context.ts';
import { issueTokens, type SessionTokens } from './issue-tokens.ts';

/**
 * Exchanges a refresh token for the next one and an access token. One that was used before has been copied: it ends the
 * whole session. Two at once take turns, so the second is such a one. Throws UNAUTHENTICATED.
 */
export async function refreshSession(
  context: VerbContext,
  refreshToken: string | undefined,
): Promise<SessionTokens> {
  if (refreshToken === undefined || !isSignInSecret('srt', refreshToken)) throw over();
  const tokenHash = hashSignInSecret(refreshToken);
  const now = context.clock();
  // Refusals are returned and not thrown: what they have written has to be committed.
  const tokens = await inCredential(context.database, tokenHash.toString('hex'), async (credential) => {
    const token = await lockRefreshToken(credential, tokenHash);
    if (!token) return undefined;
    const { sessionId } = token;
    const transaction = await enterAccount(credential, token.accountId);
    if (token.usedAt !== null) {
      await revokeSession(transaction, sessionId, now);
      return undefined;
    }
    // The session ends with its one unused token, so a token that is too old finds none to prolong.
    const expiresAt = now + SESSION_TTL_DAYS * DAY_MS;
    if (!(await prolongSession(transaction, { id: sessionId, now, expiresAt }))) return undefined;
    await markRefreshTokenUsed(transaction, tokenHash, now);
    return issueTokens(context, transaction, { sessionId, now, expiresAt });
  });
  if (!tokens) throw over();
  return tokens;
}

function over(): DaybookError {
  return new DaybookError('UNAUTHENTICATED', 'The session is over: sign in again.');
}
