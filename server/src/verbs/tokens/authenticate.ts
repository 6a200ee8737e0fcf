import { findTokenBySecretHash } from '../../db/tokens.ts';
import { inCredential } from '../../db/transaction.ts';
import { bearerCredential } from '../../domain/bearer-credential.ts';
import type { Caller } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { hashTokenSecret, isTokenSecret } from '../../keys/token-secret.ts';
import type { VerbContext } from '../context.ts';

/** Who sends this `Authorization` header. Throws UNAUTHENTICATED, in the same words for every reason. */
export async function authenticateToken(
  context: VerbContext,
  authorization: string | undefined,
): Promise<Caller & { kind: 'token' }> {
  const secret = bearerCredential(authorization);
  if (!secret || !isTokenSecret(secret)) throw new DaybookError('UNAUTHENTICATED');
  const hash = hashTokenSecret(secret);
  const token = await inCredential(context.database, hash.toString('hex'), (transaction) =>
    findTokenBySecretHash(transaction, hash, context.clock()),
  );
  if (!token) throw new DaybookError('UNAUTHENTICATED');
  return { kind: 'token', storeId: token.storeId, tokenId: token.id, permissions: token.permissions };
}
