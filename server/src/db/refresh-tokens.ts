import { formatInstant } from '../domain/instant.ts';
import type { AccountTransaction, SweepTransaction, Transaction } from './transaction.ts';

/** A refresh token as it is kept: its SHA-256 only. */
export type RefreshToken = { accountId: string; sessionId: string; usedAt: number | null };

export async function insertRefreshToken(
  transaction: AccountTransaction,
  token: { tokenHash: Buffer; sessionId: string; createdAt: number; expiresAt: number },
): Promise<void> {
  await transaction.query(
    `insert into refresh_tokens (token_hash, account_id, session_id, created_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [
      token.tokenHash,
      transaction.accountId,
      token.sessionId,
      formatInstant(token.createdAt),
      formatInstant(token.expiresAt),
    ],
  );
}

/** The token with this hash, held until the transaction ends. Only in a transaction of that credential. */
export async function lockRefreshToken(
  transaction: Transaction,
  tokenHash: Buffer,
): Promise<RefreshToken | undefined> {
  const { rows } = await transaction.query<RefreshToken>(
    `select account_id as "accountId", session_id as "sessionId", used_at as "usedAt"
     from refresh_tokens where token_hash = $1 for update`,
    [tokenHash],
  );
  return rows[0];
}

export async function markRefreshTokenUsed(
  transaction: AccountTransaction,
  tokenHash: Buffer,
  now: number,
): Promise<void> {
  await transaction.query(
    `update refresh_tokens set used_at = $3 where account_id = $1 and token_hash = $2`,
    [transaction.accountId, tokenHash, formatInstant(now)],
  );
}

/**
 * Deletes tokens that are over, of sessions that go on too, no more than `limit`, and resolves to how many. One of them
 * that a thief brings back so late is refused, and does not end the session any more.
 */
export async function deleteRefreshTokens(transaction: SweepTransaction, limit: number): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from refresh_tokens where ctid = any(array(
       select ctid from refresh_tokens where expires_at <= $1 limit $2
     ))`,
    [formatInstant(transaction.until), limit],
  );
  return rowCount ?? 0;
}
