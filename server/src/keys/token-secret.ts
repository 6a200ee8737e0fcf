import { createHash, randomBytes } from 'node:crypto';

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
  return createHash('sha256').update(secret).digest();
}
