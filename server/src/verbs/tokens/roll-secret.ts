import { lockToken, replaceSecret } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireRole } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { newSecretFor } from '../../keys/token-secret.ts';
import type { VerbContext } from '../context.ts';
import type { CreatedToken } from './create.ts';

/** Gives a token a new secret, shown this once. The old one is worth nothing from then on, in every process. */
export async function rollSecret(
  context: Pick<VerbContext, 'database' | 'secretsKey' | 'knownTokens'>,
  caller: Caller,
  input: { storeId: string; tokenId: string },
): Promise<CreatedToken> {
  requireRole(caller, input.storeId, 'DEVELOPER');
  const rolled = await inStore(context.database, input.storeId, async (transaction) => {
    const token = await lockToken(transaction, input.tokenId);
    if (!token) throw new DaybookError('NOT_FOUND', 'There is no such token.');
    const { secret, ...kept } = newSecretFor(token, context.secretsKey);
    await replaceSecret(transaction, token.id, kept);
    const { lastUsedAt: _lastUsedAt, ...shown } = token;
    return { ...shown, secret };
  });
  context.knownTokens.forgetAll();
  return rolled;
}
