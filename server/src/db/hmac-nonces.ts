import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** Takes a nonce, and forgets those of the token that are past. False: it was taken before. */
export async function takeNonce(
  transaction: StoreTransaction,
  use: { tokenId: string; nonce: string; expiresAt: number; now: number },
): Promise<boolean> {
  await transaction.query(
    `delete from hmac_nonces where store_id = $1 and token_id = $2 and expires_at <= $3`,
    [transaction.storeId, use.tokenId, formatInstant(use.now)],
  );
  const { rowCount } = await transaction.query(
    `insert into hmac_nonces (store_id, token_id, nonce, expires_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [transaction.storeId, use.tokenId, use.nonce, formatInstant(use.expiresAt)],
  );
  return rowCount === 1;
}

/** Deletes nonces of the store's tokens that are past, no more than `limit`, and resolves to how many. */
export async function deleteNonces(
  transaction: StoreTransaction,
  { until, limit }: { until: number; limit: number },
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from hmac_nonces where store_id = $1 and ctid = any(array(
       select ctid from hmac_nonces
       where store_id = $1 and token_id in (select id from tokens where store_id = $1) and expires_at <= $2 limit $3
     ))`,
    [transaction.storeId, formatInstant(until), limit],
  );
  return rowCount ?? 0;
}
