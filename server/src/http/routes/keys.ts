import { Type } from 'typebox';
import { listPublicKeys } from '../../verbs/keys/list.ts';
import type { App, AppParts } from '../app.ts';
import { failures } from '../schemas/envelope.ts';

const literal = <Text extends string>(text: Text) => Type.Literal(text);

const KeySet = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        kty: literal('OKP'),
        crv: literal('Ed25519'),
        x: Type.String({ description: 'The public key, 32 bytes as base64url' }),
        kid: Type.String({ description: 'RFC 7638 thumbprint' }),
        alg: literal('EdDSA'),
        use: literal('sig'),
      }),
    ),
  },
  { description: 'A JWK set (RFC 7517), without the envelope' },
);

/** `/.well-known/jwks.json`: the keys that have signed manifests and heads, current and past. */
export function registerKeyRoutes(app: App, { context }: AppParts): void {
  const schema = {
    tags: ['Keys'],
    summary: 'Get the public keys that sign manifests and ledger heads',
    security: [],
    response: { 200: KeySet, ...failures(429) },
  };
  app.get('/.well-known/jwks.json', { schema }, () => listPublicKeys(context));
}
