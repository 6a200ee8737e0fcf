import { randomBytes } from 'node:crypto';
import { findKey, releaseKey, storeAnswer, takeKey } from '../../db/idempotency-keys.ts';
import { inStore, type StoreTransaction } from '../../db/transaction.ts';
import type { Caller } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { IDEMPOTENCY_CLAIM_SECONDS, IDEMPOTENCY_TTL_HOURS } from '../../domain/limits.ts';
import type { VerbContext } from '../context.ts';

/** An answer as it was, or will be, given: HTTP status and body. */
export type StoredAnswer = { status: number; answer: string };

/** What a verb runs last in the transaction of its effect, so that both are there or neither. */
export type OnEffect<Result> = (transaction: StoreTransaction, result: Result) => Promise<void>;

/** A request that takes effect once: the answer it has had already, or the right to answer it. */
export type Once =
  | { readonly replay: StoredAnswer }
  | {
      readonly replay: null;
      /** Keeps the answer; to be called in the transaction of the effect. */
      keep(transaction: StoreTransaction, stored: StoredAnswer): Promise<void>;
      /** Frees the key after a failure, so that the request can be sent again at once. */
      release(): Promise<void>;
    };

/**
 * Takes the caller's key for a request with this fingerprint (SHA-256, hex). Throws IDEMPOTENCY_MISMATCH when the key
 * came with another request, and IDEMPOTENCY_IN_FLIGHT while the first one has not answered.
 */
export async function beginOnce(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  request: { storeId: string; key: string; fingerprint: string },
): Promise<Once> {
  const { storeId, fingerprint } = request;
  const held = { owner: ownerOf(caller), key: request.key, claim: randomBytes(16).toString('hex') };
  const other = await inStore(context.database, storeId, async (transaction) => {
    const now = context.clock();
    const expiredBefore = now - IDEMPOTENCY_TTL_HOURS * 3_600_000;
    const deadBefore = now - IDEMPOTENCY_CLAIM_SECONDS * 1_000;
    if (await takeKey(transaction, { ...held, fingerprint, now, expiredBefore, deadBefore })) return null;
    return (await findKey(transaction, held)) ?? 'released';
  });
  if (other === 'released') throw new DaybookError('IDEMPOTENCY_IN_FLIGHT');
  if (other) {
    if (other.fingerprint !== fingerprint) throw new DaybookError('IDEMPOTENCY_MISMATCH');
    if (other.status === null || other.answer === null) throw new DaybookError('IDEMPOTENCY_IN_FLIGHT');
    return { replay: { status: other.status, answer: other.answer } };
  }
  return {
    replay: null,
    async keep(transaction, stored) {
      if (!(await storeAnswer(transaction, held, stored))) throw new DaybookError('IDEMPOTENCY_IN_FLIGHT');
    },
    release: () => inStore(context.database, storeId, (transaction) => releaseKey(transaction, held)),
  };
}

function ownerOf(caller: Caller): string {
  if (caller.kind === 'token') return caller.tokenId;
  return caller.kind === 'account' ? caller.accountId : 'operator';
}
