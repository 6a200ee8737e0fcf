import { takeNonce } from '../../db/hmac-nonces.ts';
import { type LiveToken, readHmacToken, readTokenBySecretHash } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import type { Caller } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { isOwnId } from '../../domain/id.ts';
import { HMAC_SKEW_MAX_SECONDS } from '../../domain/limits.ts';
import { isSignatureV1, isSignatureV2 } from '../../keys/hmac-signature.ts';
import { unseal } from '../../keys/seal.ts';
import { hashTokenSecret, isTokenSecret } from '../../keys/token-secret.ts';
import type { VerbContext } from '../context.ts';

export type TokenCaller = Caller & { kind: 'token' };

/** A request as its sender signed it. Headers that were not sent are undefined; `path` with its query. */
export type HmacRequest = {
  tokenId: string;
  signature: string | undefined;
  version: string | undefined;
  timestamp: string | undefined;
  nonce: string | undefined;
  method: string;
  path: string;
  body: Buffer;
};

const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
const EPOCH_SECONDS = /^\d{1,12}$/;

/** Whose bearer secret this is. Throws UNAUTHENTICATED, in the same words for every reason. */
export async function authenticateBearer(context: VerbContext, secret: string): Promise<TokenCaller> {
  if (!isTokenSecret(secret)) throw new DaybookError('UNAUTHENTICATED');
  const hash = hashTokenSecret(secret);
  const token = await context.knownTokens.find(hash.toString('base64'), () =>
    readTokenBySecretHash(context.database, hash),
  );
  return callerOf(token, context.clock());
}

/**
 * Who signed this request. Throws UNAUTHENTICATED: in the same words for every reason until the signature has shown
 * that the sender holds the secret, and after that saying what to change.
 */
export async function authenticateHmac(context: VerbContext, request: HmacRequest): Promise<TokenCaller> {
  if (!isOwnId('stk', request.tokenId)) throw new DaybookError('UNAUTHENTICATED');
  const token = await findSigner(context, request);
  const caller = callerOf(token, context.clock());
  if (request.version === '2') await checkV2(context, caller, request);
  else checkV1(token, request);
  return caller;
}

async function findSigner(context: VerbContext, request: HmacRequest): Promise<LiveToken> {
  const { database, knownTokens } = context;
  const find = () => knownTokens.find(request.tokenId, () => readHmacToken(database, request.tokenId));
  let token = await find();
  if (token && !isSignedBy(context, token, request)) {
    // Another process may just have rolled its secret.
    knownTokens.forget(request.tokenId);
    token = await find();
  }
  if (!token || !isSignedBy(context, token, request)) throw new DaybookError('UNAUTHENTICATED');
  return token;
}

function isSignedBy({ secretsKey }: VerbContext, token: LiveToken, request: HmacRequest): boolean {
  const secretHash = unseal(secretsKey, `token ${token.id}`, token.sealedKey as Buffer);
  const { signature = '', version = '1', timestamp = '', nonce = '' } = request;
  if (version === '2') return isSignatureV2(secretHash, signature, { ...request, timestamp, nonce });
  return version === '1' && isSignatureV1(secretHash, signature, request.body);
}

/** All bodiless requests of a token have one signature in version 1, so it is taken where a replay changes nothing new. */
function checkV1({ requireV2 }: { requireV2: boolean }, { method, body }: HmacRequest): void {
  if (requireV2) throw refused('This token takes signatures of version 2 only');
  if (method === 'GET' || (method === 'POST' && body.length > 0)) return;
  throw refused('A signature of version 1 is taken for GET and for POST with a body; sign with version 2');
}

async function checkV2(
  context: VerbContext,
  { storeId, tokenId }: TokenCaller,
  { timestamp = '', nonce = '', method }: HmacRequest,
): Promise<void> {
  const now = context.clock();
  if (!NONCE.test(nonce)) throw refused('X-Signature-Nonce must be 16 to 64 of A-Z a-z 0-9 _ -');
  if (
    !EPOCH_SECONDS.test(timestamp) ||
    Math.abs(now - Number(timestamp) * 1_000) > HMAC_SKEW_MAX_SECONDS * 1_000
  ) {
    throw refused(
      `X-Signature-Timestamp must be the present epoch second, ${Math.floor(now / 1_000)} here, within ${HMAC_SKEW_MAX_SECONDS} s`,
    );
  }
  if (method === 'GET') return;
  // Until the timestamp is too old by itself.
  const expiresAt = (Number(timestamp) + HMAC_SKEW_MAX_SECONDS + 1) * 1_000;
  const isNew = await inStore(context.database, storeId, (transaction) =>
    takeNonce(transaction, { tokenId, nonce, expiresAt, now }),
  );
  if (!isNew) throw refused('This X-Signature-Nonce was used before; sign each request anew');
}

function refused(reason: string): DaybookError {
  return new DaybookError('UNAUTHENTICATED', `${reason}.`);
}

function callerOf(token: LiveToken | undefined, now: number): TokenCaller {
  if (!token || (token.expiresAt !== null && token.expiresAt <= now))
    throw new DaybookError('UNAUTHENTICATED');
  const { storeId, id: tokenId, permissions } = token;
  return { kind: 'token', storeId, tokenId, permissions };
}
