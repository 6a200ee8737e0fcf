import { formatInstant } from '../domain/instant.ts';
import type { SigningKeyPurpose } from '../domain/signing-key-purpose.ts';
import type { Transaction } from './transaction.ts';

const ROTATION_LOCK = 4_730_116;

/** The public half of an Ed25519 key, 32 bytes; `kid` is its RFC 7638 thumbprint. */
export type PublicKeyRow = { kid: string; publicKey: Buffer };

/** The key that signs now, as it is kept. */
export type SealedSigningKey = { kid: string; sealedPrivateKey: Buffer };

/** Adds a key, unless another one already signs for this purpose. */
export async function insertSigningKey(
  transaction: Transaction,
  key: PublicKeyRow & SealedSigningKey & { purpose: SigningKeyPurpose; createdAt: number },
): Promise<void> {
  await transaction.query(
    `insert into signing_keys (kid, purpose, public_key, sealed_private_key, created_at) values ($1, $2, $3, $4, $5)
     on conflict (purpose) where retired_at is null do nothing`,
    [key.kid, key.purpose, key.publicKey, key.sealedPrivateKey, formatInstant(key.createdAt)],
  );
}

export async function findCurrentSigningKey(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
): Promise<SealedSigningKey | undefined> {
  const { rows } = await transaction.query<SealedSigningKey>(
    `select kid, sealed_private_key as "sealedPrivateKey" from signing_keys
     where purpose = $1 and retired_at is null`,
    [purpose],
  );
  return rows[0];
}

/** Ends the signing of the current key and forgets its private half. Rotations take turns. */
export async function retireCurrentSigningKey(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
  now: number,
): Promise<string | undefined> {
  await transaction.query('select pg_advisory_xact_lock($1)', [ROTATION_LOCK]);
  const { rows } = await transaction.query<{ kid: string }>(
    `update signing_keys set retired_at = $2, sealed_private_key = null
     where purpose = $1 and retired_at is null returning kid`,
    [purpose, formatInstant(now)],
  );
  return rows[0]?.kid;
}

/** Every key that ever signed for this purpose, newest first. */
export async function listPublicKeys(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
): Promise<PublicKeyRow[]> {
  const { rows } = await transaction.query<PublicKeyRow>(
    `select kid, public_key as "publicKey" from signing_keys where purpose = $1 order by created_at desc, kid`,
    [purpose],
  );
  return rows;
}
