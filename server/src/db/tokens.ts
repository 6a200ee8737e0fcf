import { formatInstant } from '../domain/instant.ts';
import type { Permission } from '../domain/permission.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

export type TokenMode = 'BEARER' | 'HMAC';

/** A store token as it is kept: of a BEARER secret only its SHA-256, of an HMAC one only the sealed signing key. */
export type NewToken = {
  id: string;
  name: string;
  permissions: readonly Permission[];
  mode: TokenMode;
  requireV2: boolean;
  secretHash: Buffer | null;
  sealedKey: Buffer | null;
  expiresAt: number | null;
  createdAt: number;
};

export async function insertToken(transaction: StoreTransaction, token: NewToken): Promise<void> {
  await transaction.query(
    `insert into tokens
       (store_id, id, name, permissions, mode, require_v2, secret_hash, sealed_key, expires_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      transaction.storeId,
      token.id,
      token.name,
      token.permissions,
      token.mode,
      token.requireV2,
      token.secretHash,
      token.sealedKey,
      token.expiresAt === null ? null : formatInstant(token.expiresAt),
      formatInstant(token.createdAt),
    ],
  );
}

/** Notes when the tokens were last used, unless that is noted to within `everyMs`. */
export async function noteTokenUses(
  transaction: StoreTransaction,
  uses: readonly { tokenId: string; at: number }[],
  everyMs: number,
): Promise<void> {
  await transaction.query(
    `update tokens set last_used_at = u.at
     from json_to_recordset($2::json) as u ("tokenId" text, at timestamptz)
     where store_id = $1 and id = u."tokenId"
       and (last_used_at is null or last_used_at <= u.at - $3::integer * interval '1 ms')`,
    [
      transaction.storeId,
      JSON.stringify(uses.map(({ tokenId, at }) => ({ tokenId, at: formatInstant(at) }))),
      everyMs,
    ],
  );
}

/** The live bearer token with this secret. Only in a transaction of that credential, before the store is known. */
export async function findTokenBySecretHash(
  transaction: Transaction,
  secretHash: Buffer,
  now: number,
): Promise<{ id: string; storeId: string; permissions: Permission[] } | undefined> {
  const { rows } = await transaction.query<{ id: string; storeId: string; permissions: Permission[] }>(
    `select id, store_id as "storeId", permissions from tokens
     where secret_hash = $1 and (expires_at is null or expires_at > $2)`,
    [secretHash, formatInstant(now)],
  );
  return rows[0];
}
