import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature of the version 2 covers. `path` with its query, as it was sent. */
export type SignedRequest = {
  timestamp: string;
  nonce: string;
  method: string;
  path: string;
  body: Buffer;
};

/** Whether `signature` (hex) is version 1's over the body. `secretHash` is SHA-256 of the secret. */
export function isSignatureV1(secretHash: Buffer, signature: string, body: Buffer): boolean {
  return isSignature(secretHash, signature, body);
}

/** Whether `signature` (hex) is version 2's over the request. */
export function isSignatureV2(secretHash: Buffer, signature: string, request: SignedRequest): boolean {
  const { timestamp, nonce, method, path, body } = request;
  const bodyHash = createHash('sha256').update(body).digest('hex');
  return isSignature(secretHash, signature, ['v2', timestamp, nonce, method, path, bodyHash].join('\n'));
}

/** The signing key is the text of the hash in hex, so that shells and spreadsheets can make it too. */
function isSignature(secretHash: Buffer, signature: string, message: Buffer | string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const expected = createHmac('sha256', secretHash.toString('hex')).update(message).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
