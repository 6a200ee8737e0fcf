import { inPlatform } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { rotateSigningKey } from '../../keys/signing-key.ts';
import type { VerbContext } from '../context.ts';

/** Makes a new key sign reports and heads from now on. The old one stays published: what it has signed stays valid. */
export async function rotateKey(
  context: VerbContext,
  caller: Caller,
): Promise<{ kid: string; retired: string | null }> {
  requireOperator(caller);
  return inPlatform(context.database, (transaction) =>
    rotateSigningKey(transaction, context.secretsKey, 'REPORT', context.clock()),
  );
}
