import { formatInstant } from '../domain/instant.ts';
import type { Permission } from '../domain/permission.ts';
import type { TokenMode } from '../domain/token-mode.ts';
import type { Database } from './database.ts';
import { singleRead, type SingleRead } from './single-read.ts';
import type { StoreTransaction } from './transaction.ts';

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

/** What a request is let in by. `sealedKey`: of an HMAC token. Whether it has expired is for the reader to see. */
export type LiveToken = {
  id: string;
  storeId: string;
  permissions: Permission[];
  sealedKey: Buffer | null;
  requireV2: boolean;
  expiresAt: number | null;
};

const LIVE = `id, store_id as "storeId", permissions, sealed_key as "sealedKey", require_v2 as "requireV2", expires_at as "expiresAt"`;

/** The bearer token with this secret, in a transaction of its own: the store is not known before. */
export async function readTokenBySecretHash(
  database: Database,
  secretHash: Buffer,
): Promise<LiveToken | undefined> {
  const [token] = await singleRead<LiveToken>(database, BEARER_READ, [secretHash.toString('hex')]);
  return token;
}

const BEARER_READ: SingleRead = {
  name: 'read-bearer-token',
  setting: 'daybook.credential',
  select: `select ${LIVE} from tokens where secret_hash = decode(scope.value, 'hex') limit 1`,
};

/** The HMAC token with this id, in a transaction of its own: the store is not known before. */
export async function readHmacToken(database: Database, tokenId: string): Promise<LiveToken | undefined> {
  const [token] = await singleRead<LiveToken>(database, HMAC_READ, [tokenId]);
  return token;
}

const HMAC_READ: SingleRead = {
  name: 'read-hmac-token',
  setting: 'daybook.token_id',
  select: `select ${LIVE} from tokens where id = scope.value and sealed_key is not null limit 1`,
};

/** A token as its store may see it. Instants in milliseconds. */
export type Token = {
  id: string;
  name: string;
  permissions: Permission[];
  mode: TokenMode;
  requireV2: boolean;
  expiresAt: number | null;
  lastUsedAt: number | null;
  createdAt: number;
};

/** The store's tokens that are not deleted, newest first. */
export async function listTokens(transaction: StoreTransaction): Promise<Token[]> {
  const { rows } = await transaction.query<Token>(
    `select id, name, permissions, mode, require_v2 as "requireV2", expires_at as "expiresAt",
       last_used_at as "lastUsedAt", created_at as "createdAt"
     from tokens where store_id = $1 and deleted_at is null order by created_at desc, id desc`,
    [transaction.storeId],
  );
  return rows;
}

/** Holds a token that is not deleted until the transaction ends. */
export async function lockToken(transaction: StoreTransaction, tokenId: string): Promise<Token | undefined> {
  const { rows } = await transaction.query<Token>(
    `select id, name, permissions, mode, require_v2 as "requireV2", expires_at as "expiresAt",
       last_used_at as "lastUsedAt", created_at as "createdAt"
     from tokens where store_id = $1 and id = $2 and deleted_at is null for update`,
    [transaction.storeId, tokenId],
  );
  return rows[0];
}

/** Gives the token another secret; the old one is worth nothing from the commit on. */
export async function replaceSecret(
  transaction: StoreTransaction,
  tokenId: string,
  { secretHash, sealedKey }: Pick<NewToken, 'secretHash' | 'sealedKey'>,
): Promise<void> {
  await transaction.query(
    `update tokens set secret_hash = $3, sealed_key = $4 where store_id = $1 and id = $2`,
    [transaction.storeId, tokenId, secretHash, sealedKey],
  );
}

/** Ends a token for good. False: there was none. */
export async function deleteToken(
  transaction: StoreTransaction,
  tokenId: string,
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update tokens set deleted_at = $3, secret_hash = null, sealed_key = null
     where store_id = $1 and id = $2 and deleted_at is null`,
    [transaction.storeId, tokenId, formatInstant(now)],
  );
  return rowCount === 1;
}
