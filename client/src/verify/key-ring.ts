import { fromBase64url } from './base64url.ts';
import { Shape } from './shape.ts';
import { UnreadableInput } from './unreadable-input.ts';

/** The operator's public keys: the parsed JWKS that `GET /.well-known/jwks.json` answers, or one key as SPKI in PEM. */
export type VerificationKeys = { readonly jwks: unknown } | { readonly pem: string };

/** Finds the key of a signature. */
export interface KeyRing {
  /** A single key of a PEM file stands for any id. */
  find(kid: string | undefined): CryptoKey | undefined;
}

const ED25519_SPKI_BYTES = 44;
const ED25519_BYTES = 32;

/** Throws UnreadableInput when there is no Ed25519 key in it. */
export async function keyRing(keys: VerificationKeys): Promise<KeyRing> {
  if ('pem' in keys) {
    const key = await fromPem(keys.pem);
    return { find: () => key };
  }
  const byId = new Map<string, CryptoKey>();
  for (const jwk of new Shape(keys.jwks, 'the key set').list('keys')) {
    // A set may hold keys for other purposes.
    if (!jwk.has('kid') || !jwk.has('x') || jwk.string('kty') !== 'OKP') continue;
    if (jwk.string('crv') !== 'Ed25519') continue;
    const bytes = fromBase64url(jwk.string('x'));
    if (bytes?.length !== ED25519_BYTES) throw new UnreadableInput('a key of the key set is not readable');
    byId.set(jwk.string('kid'), await imported('raw', bytes));
  }
  if (byId.size === 0) throw new UnreadableInput('the key set holds no Ed25519 key');
  return { find: (kid) => (kid === undefined ? undefined : byId.get(kid)) };
}

async function fromPem(pem: string): Promise<CryptoKey> {
  const body = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  if (body === undefined) throw new UnreadableInput('the key is not a public key in PEM');
  try {
    const bytes = Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0));
    if (bytes.length === ED25519_SPKI_BYTES) return await imported('spki', bytes);
  } catch {
    // Said below.
  }
  throw new UnreadableInput('the key is not an Ed25519 public key');
}

function imported(format: 'raw' | 'spki', bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey(format, bytes, 'Ed25519', false, ['verify']);
}
