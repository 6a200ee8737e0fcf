import { CompactSign } from 'jose';
import type { SigningKey } from './signing-key.ts';

/** What a signed document is; in the protected header, so that one can never pass for another. */
export type DocumentType = 'daybook-manifest+jws' | 'daybook-head+jws';

/** The document as JSON in a compact JWS (EdDSA). */
export function signDocument(key: SigningKey, typ: DocumentType, document: object): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(document)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
    .sign(key.privateKey);
}

/** What a JWS that was made here says. Its signature is not checked: it comes from our own database. */
export function readDocument<Document>(jws: string): Document {
  const payload = jws.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Document;
}
