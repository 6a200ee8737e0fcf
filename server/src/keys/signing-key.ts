import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import {
  findCurrentSigningKey,
  insertSigningKey,
  listPublicKeys,
  retireCurrentSigningKey,
} from '../db/signing-keys.ts';
import type { Transaction } from '../db/transaction.ts';
import type { SigningKeyPurpose } from '../domain/signing-key-purpose.ts';
import { StartupError } from '../domain/startup-error.ts';
import { seal, unseal } from './seal.ts';

/** An Ed25519 key that can sign; `kid` is the thumbprint of its public half. */
export type SigningKey = { readonly kid: string; readonly privateKey: KeyObject };

/** A public key as a JWK (RFC 8037). */
export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; alg: 'EdDSA'; use: 'sig' };

const purposeOfSeal = (kid: string): string => `signing key ${kid}`;

/** Makes the first key of a purpose where there is none. Throws a StartupError when the one there is cannot be opened. */
export async function ensureSigningKey(
  transaction: Transaction,
  secretsKey: Buffer,
  purpose: SigningKeyPurpose,
  now: number,
): Promise<void> {
  if (await findCurrentSigningKey(transaction, purpose)) {
    await currentSigningKey(transaction, secretsKey, purpose);
    return;
  }
  await addSigningKey(transaction, secretsKey, purpose, now);
}

/** The key that signs now. It is read each time, so that a rotation holds everywhere at once. */
export async function currentSigningKey(
  transaction: Transaction,
  secretsKey: Buffer,
  purpose: SigningKeyPurpose,
): Promise<SigningKey> {
  const row = await findCurrentSigningKey(transaction, purpose);
  if (!row) throw new Error(`there is no key that signs for ${purpose}`);
  return { kid: row.kid, privateKey: openPrivateKey(secretsKey, row.kid, row.sealedPrivateKey) };
}

/** Retires the current key, whose public half stays published, and makes a new one. Resolves to both their ids. */
export async function rotateSigningKey(
  transaction: Transaction,
  secretsKey: Buffer,
  purpose: SigningKeyPurpose,
  now: number,
): Promise<{ kid: string; retired: string | null }> {
  const retired = await retireCurrentSigningKey(transaction, purpose, now);
  const kid = await addSigningKey(transaction, secretsKey, purpose, now);
  return { kid, retired: retired ?? null };
}

/** The key set of a purpose: the current key and every retired one, newest first. */
export async function publicKeySet(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
): Promise<{ keys: PublicJwk[] }> {
  const rows = await listPublicKeys(transaction, purpose);
  return {
    keys: rows.map(({ kid, publicKey }) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: publicKey.toString('base64url'),
      kid,
      alg: 'EdDSA',
      use: 'sig',
    })),
  };
}

async function addSigningKey(
  transaction: Transaction,
  secretsKey: Buffer,
  purpose: SigningKeyPurpose,
  createdAt: number,
): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  await insertSigningKey(transaction, {
    ...{ kid, purpose, createdAt },
    publicKey: Buffer.from(jwk.x as string, 'base64url'),
    sealedPrivateKey: seal(secretsKey, purposeOfSeal(kid), secret),
  });
  return kid;
}

function openPrivateKey(secretsKey: Buffer, kid: string, sealed: Buffer): KeyObject {
  let secret: Buffer;
  try {
    secret = unseal(secretsKey, purposeOfSeal(kid), sealed);
  } catch {
    throw new StartupError(
      'SECRETS_KEY does not open the signing key in the database: set the one it was sealed with, or make new signing keys with "daybook-server keys rotate" and "daybook-server keys rotate --sessions".',
    );
  }
  return createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
}
