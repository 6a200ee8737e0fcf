import { findHead } from '../../db/ledger-heads.ts';
import { findStore } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { formatInstant } from '../../domain/instant.ts';
import { signDocument } from '../../keys/sign-document.ts';
import { currentSigningKey } from '../../keys/signing-key.ts';
import type { VerbContext } from '../context.ts';

/** The newest entry of a store's ledger as the operator vouches for it; sequence 0 and 64 zeros for an empty one. */
export type SignedHead = {
  storeId: string;
  sequence: number;
  hash: string;
  runningBalance: number;
  currency: string;
  issuer: string;
  issuedAt: string;
  /** The other fields as a compact JWS (EdDSA). */
  jws: string;
};

/** Reads and signs the head. Whoever keeps the answer can show later that the ledger was rewritten or shortened. */
export async function getHead(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string },
): Promise<SignedHead> {
  requirePermission(caller, input.storeId, 'PAYOUTS_READ');
  return inStore(context.database, input.storeId, async (transaction) => {
    const store = await findStore(transaction);
    const head = await findHead(transaction);
    if (!store || !head) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    const { sequence, hash, runningBalance } = head;
    const statement = {
      storeId: store.id,
      ...{ sequence, hash, runningBalance },
      currency: store.currency,
      issuer: context.issuer(),
      issuedAt: formatInstant(context.clock()),
    };
    const key = await currentSigningKey(transaction, context.secretsKey, 'REPORT');
    return { ...statement, jws: await signDocument(key, 'daybook-head+jws', statement) };
  });
}
