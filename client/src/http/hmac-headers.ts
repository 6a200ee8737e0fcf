import type { Clock } from './clock.ts';

/** A token in HMAC mode: its id `stk_…`, its secret `sk_live_…`, and the version of the signatures, 2 unless told. */
export type HmacToken = { readonly tokenId: string; readonly secret: string; readonly version?: 1 | 2 };

const NONCE_BYTES = 16;

/** The headers that sign one request; `docs/authentication.md`. */
export async function hmacHeaders(
  { tokenId, secret, version = 2 }: HmacToken,
  { method, path, body }: { method: string; path: string; body: string },
  clock: Clock,
): Promise<Record<string, string>> {
  const signed = { Authorization: `Bearer ${tokenId}` };
  if (version === 1) return { ...signed, 'X-Signature': await sign(secret, body) };
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const nonce = hex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  const text = ['v2', timestamp, nonce, method, path, await sha256(body)].join('\n');
  return {
    ...signed,
    'X-Signature': await sign(secret, text),
    'X-Signature-Version': '2',
    'X-Signature-Timestamp': timestamp,
    'X-Signature-Nonce': nonce,
  };
}

/** The key is the text of the secret's hash. */
async function sign(secret: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8(await sha256(secret)), algorithm, false, ['sign']);
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))));
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))));
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
