import { inPlatform } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import type { SigningKeyPurpose } from '../../domain/signing-key-purpose.ts';
import { rotateSigningKey } from '../../keys/signing-key.ts';
import type { VerbContext } from '../context.ts';

/**
 * Makes a new key sign from now on. The old one of reports and heads stays published: what it has signed stays valid.
 * With the one of sessions every access token ends at once, and the dashboard fetches itself a new one.
 */
export async function rotateKey(
  context: VerbContext,
  caller: Caller,
  purpose: SigningKeyPurpose = 'REPORT',
): Promise<{ kid: string; retired: string | null }> {
  requireOperator(caller);
  return inPlatform(context.database, (transaction) =>
    rotateSigningKey(transaction, context.secretsKey, purpose, context.clock()),
  );
}
