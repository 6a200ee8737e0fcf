import { hash, randomBytes } from 'node:crypto';
import { seal } from './seal.ts';
import type { TokenMode } from '../domain/token-mode.ts';

const SECRET = /^sk_live_[A-Za-z0-9_-]{43}$/;

/** A new store token secret: `sk_live_` and 256 random bits as base64url. Shown once, never stored. */
export function newTokenSecret(): string {
  return `sk_live_${randomBytes(32).toString('base64url')}`;
}

/** Whether the text has the form of a store token secret. */
export function isTokenSecret(text: string): boolean {
  return SECRET.test(text);
}

/** SHA-256 of the secret, 32 bytes: what is kept of a bearer token, and, sealed, of an HMAC one as its signing key. */
export function hashTokenSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** A new secret for a token, and what is kept of it: of BEARER the hash, of HMAC the same hash, sealed, as its key. */
export function newSecretFor(
  token: { id: string; mode: TokenMode },
  secretsKey: Buffer,
): { secret: string; secretHash: Buffer | null; sealedKey: Buffer | null } {
  const secret = newTokenSecret();
  const secretHash = hashTokenSecret(secret);
  return token.mode === 'BEARER'
    ? { secret, secretHash, sealedKey: null }
    : { secret, secretHash: null, sealedKey: seal(secretsKey, `token ${token.id}`, secretHash) };
}
