import { inPlatform } from '../../db/transaction.ts';
import { type PublicJwk, publicKeySet } from '../../keys/signing-key.ts';
import type { VerbContext } from '../context.ts';

/** The public keys that have signed manifests and heads, current and past, as a JWK set. For everybody. */
export async function listPublicKeys(context: VerbContext): Promise<{ keys: PublicJwk[] }> {
  return inPlatform(context.database, (transaction) => publicKeySet(transaction, 'REPORT'));
}
