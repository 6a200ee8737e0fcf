import { insertRefreshToken } from '../../db/refresh-tokens.ts';
import type { AccountTransaction } from '../../db/transaction.ts';
import { type AccessToken, signAccessToken } from '../../keys/access-token.ts';
import { hashSignInSecret, newSignInSecret } from '../../keys/sign-in-secret.ts';
import { currentSigningKey } from '../../keys/signing-key.ts';
import type { VerbContext } from '../context.ts';

/** What a session goes on with: an access token for the calls, and a refresh token for the next one of both. */
export type SessionTokens = AccessToken & { refreshToken: string };

/** Makes both, and keeps the hash of the refresh token. */
export async function issueTokens(
  context: VerbContext,
  transaction: AccountTransaction,
  session: { sessionId: string; now: number; expiresAt: number },
): Promise<SessionTokens> {
  const { sessionId, now, expiresAt } = session;
  const refreshToken = newSignInSecret('srt');
  const tokenHash = hashSignInSecret(refreshToken);
  await insertRefreshToken(transaction, { tokenHash, sessionId, createdAt: now, expiresAt });
  const key = await currentSigningKey(transaction, context.secretsKey, 'SESSION');
  const claim = { accountId: transaction.accountId, sessionId };
  const access = await signAccessToken(key, claim, { issuer: context.issuer(), now });
  return { ...access, refreshToken };
}
