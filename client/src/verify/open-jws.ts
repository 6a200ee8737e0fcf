import { fromBase64url } from './base64url.ts';
import { FoundFault } from './found-fault.ts';
import type { KeyRing } from './key-ring.ts';
import type { SignatureState } from './verdict.ts';

/** What kind of thing a signature is over, as its protected header says. */
export type JwsType = 'daybook-manifest+jws' | 'daybook-head+jws';

export interface OpenedJws {
  readonly payload: unknown;
  readonly kid: string | null;
  readonly signature: SignatureState;
}

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/**
 * Opens a compact JWS (RFC 7515) of the wanted type and checks its Ed25519 signature, or only its form without keys.
 * Throws a FoundFault for anything else: a head, say, that is shown as a manifest.
 */
export async function openJws(
  jws: string,
  wanted: JwsType,
  keys: KeyRing | undefined,
  file: string,
): Promise<OpenedJws> {
  const refuse = (message: string, expected: string | null = null, found: string | null = null): FoundFault =>
    new FoundFault('BAD_SIGNATURE', `${file}: ${message}`, { file, field: 'jws', expected, found });
  const parts = partsOf(jws);
  if (!parts) throw refuse('the signature is not a compact JWS');
  const { alg, typ, kid, crit } = parts.header;
  if (typ !== wanted) throw refuse('what is signed is of another kind', wanted, textOf(typ));
  if (alg !== 'EdDSA') throw refuse('the signature uses another algorithm', 'EdDSA', textOf(alg));
  if (crit !== undefined) throw refuse('the signature has a critical header that is not known here');
  const keyId = typeof kid === 'string' ? kid : null;
  if (!keys) return { payload: parts.payload, kid: keyId, signature: 'not checked' };
  const key = keys.find(keyId ?? undefined);
  if (!key) throw refuse('the key that it names is not among the given ones', null, keyId);
  const signed = new TextEncoder().encode(jws.slice(0, jws.lastIndexOf('.')));
  const valid = await crypto.subtle.verify('Ed25519', key, parts.signature, signed);
  if (!valid) throw refuse('the signature does not belong to it: it was changed, or signed by another key');
  return { payload: parts.payload, kid: keyId, signature: 'valid' };
}

function partsOf(jws: string): Parts | undefined {
  const [header, payload, signature, ...rest] = jws.split('.').map(fromBase64url);
  if (!header || !payload || !signature || rest.length > 0) return undefined;
  try {
    const decoded = JSON.parse(textIn(header)) as unknown;
    if (typeof decoded !== 'object' || decoded === null) return undefined;
    return {
      header: decoded as Record<string, unknown>,
      payload: JSON.parse(textIn(payload)) as unknown,
      signature,
    };
  } catch {
    return undefined;
  }
}

function textIn(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
