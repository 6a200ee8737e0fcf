import { createHash, randomBytes } from 'node:crypto';

/** `sml`: the secret of a sign-in link; `srt`: a refresh token. */
type Kind = 'sml' | 'srt';

/** A new secret: its kind and 256 random bits as base64url. Only its hash is stored. */
export function newSignInSecret(kind: Kind): string {
  return `${kind}_${randomBytes(32).toString('base64url')}`;
}

/** Whether the text has the form of such a secret. */
export function isSignInSecret(kind: Kind, text: string): boolean {
  return text.startsWith(`${kind}_`) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(kind.length + 1));
}

/** SHA-256, 32 bytes. */
export function hashSignInSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
