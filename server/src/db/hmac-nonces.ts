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
