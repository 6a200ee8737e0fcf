import { createPublicKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { isOwnId } from '../domain/id.ts';
import { ACCESS_TOKEN_TTL_MINUTES } from '../domain/limits.ts';
import type { SigningKey } from './signing-key.ts';

const TYPE = 'at+jwt';
const AUDIENCE = 'daybook-dashboard';
const TTL_SECONDS = ACCESS_TOKEN_TTL_MINUTES * 60;

/** Whose session an access token says it is. */
export type SessionClaim = { accountId: string; sessionId: string };

/** An access token and the instant it ends. */
export type AccessToken = { accessToken: string; expiresAt: number };

/** Signs a JWT (EdDSA) for the session, good for 15 minutes while the session and the key live. */
export async function signAccessToken(
  key: SigningKey,
  session: SessionClaim,
  { issuer, now }: { issuer: string; now: number },
): Promise<AccessToken> {
  const issuedAt = Math.floor(now / 1_000);
  const accessToken = await new SignJWT({ sid: session.sessionId })
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: key.kid })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(session.accountId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TTL_SECONDS)
    .sign(key.privateKey);
  return { accessToken, expiresAt: (issuedAt + TTL_SECONDS) * 1_000 };
}

/** What an access token claims, nothing of it proven yet; undefined for anything that cannot be one. */
export function readSessionClaim(token: string): SessionClaim | undefined {
  try {
    const { alg, typ } = decodeProtectedHeader(token);
    const { sub = '', sid } = decodeJwt(token);
    const isOurs = alg === 'EdDSA' && typ === TYPE && typeof sid === 'string';
    if (!isOurs || !isOwnId('acc', sub) || !isOwnId('ses', sid)) return undefined;
    return { accountId: sub, sessionId: sid };
  } catch {
    return undefined;
  }
}

/** Whether this key signed the token, for us, and it is valid now. */
export async function isAccessTokenValid(
  token: string,
  key: { kid: string; publicKey: Buffer },
  { issuer, now }: { issuer: string; now: number },
): Promise<boolean> {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey.toString('base64url') };
  return jwtVerify(token, createPublicKey({ key: jwk, format: 'jwk' }), {
    algorithms: ['EdDSA'],
    ...{ issuer, audience: AUDIENCE, typ: TYPE },
    requiredClaims: ['sub', 'sid', 'exp'],
    currentDate: new Date(now),
  }).then(
    ({ protectedHeader }) => protectedHeader.kid === key.kid,
    () => false,
  );
}
