import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** A request that may be sent twice: whose it is, the key that it came with, and which taking of the key this is. */
export type KeyClaim = { owner: string; key: string; claim: string };

/** A key as another request holds it; `status` and `answer` are null while that one has not answered. */
export type HeldKey = { fingerprint: string; status: number | null; answer: string | null };

/** Takes the key, unless another request holds it whose answer is still good, or that may still answer. */
export async function takeKey(
  transaction: StoreTransaction,
  request: KeyClaim & { fingerprint: string; now: number; expiredBefore: number; deadBefore: number },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into idempotency_keys (store_id, owner, key, fingerprint, claim, started_at)
     values ($1, $2, $3, decode($4, 'hex'), $5, $6)
     on conflict (store_id, owner, key) do update
       set fingerprint = excluded.fingerprint, claim = excluded.claim, started_at = excluded.started_at,
         status = null, answer = null
       where idempotency_keys.started_at <= $7
         or (idempotency_keys.status is null and idempotency_keys.started_at <= $8)`,
    [
      transaction.storeId,
      request.owner,
      request.key,
      request.fingerprint,
      request.claim,
      formatInstant(request.now),
      formatInstant(request.expiredBefore),
      formatInstant(request.deadBefore),
    ],
  );
  return rowCount === 1;
}

export async function findKey(
  transaction: StoreTransaction,
  { owner, key }: Pick<KeyClaim, 'owner' | 'key'>,
): Promise<HeldKey | undefined> {
  const { rows } = await transaction.query<HeldKey>(
    `select encode(fingerprint, 'hex') as fingerprint, status, answer from idempotency_keys
     where store_id = $1 and owner = $2 and key = $3`,
    [transaction.storeId, owner, key],
  );
  return rows[0];
}

/** Keeps the answer under the key. False: the key is another request's by now. */
export async function storeAnswer(
  transaction: StoreTransaction,
  { owner, key, claim }: KeyClaim,
  { status, answer }: { status: number; answer: string },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update idempotency_keys set status = $5, answer = $6
     where store_id = $1 and owner = $2 and key = $3 and claim = $4`,
    [transaction.storeId, owner, key, claim, status, answer],
  );
  return rowCount === 1;
}

/** Frees a key whose request has failed. */
export async function releaseKey(
  transaction: StoreTransaction,
  { owner, key, claim }: KeyClaim,
): Promise<void> {
  await transaction.query(
    `delete from idempotency_keys
     where store_id = $1 and owner = $2 and key = $3 and claim = $4 and status is null`,
    [transaction.storeId, owner, key, claim],
  );
}

/** Deletes the store's keys that were taken by that instant, no more than `limit`, and resolves to how many. */
export async function deleteKeys(
  transaction: StoreTransaction,
  { until, limit }: { until: number; limit: number },
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from idempotency_keys where store_id = $1 and ctid = any(array(
       select ctid from idempotency_keys where store_id = $1 and started_at <= $2 order by started_at limit $3
     ))`,
    [transaction.storeId, formatInstant(until), limit],
  );
  return rowCount ?? 0;
}
