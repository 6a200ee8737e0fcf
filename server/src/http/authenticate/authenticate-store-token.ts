import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { bearerCredential } from '../../domain/bearer-credential.ts';
import { authenticateBearer, authenticateHmac, type TokenCaller } from '../../verbs/tokens/authenticate.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { createFloodHold } from '../limits/hold-flood.ts';
import { limitRate, refuseRate, type RateCounter } from '../limits/rate-limit.ts';
import { readRawBody } from '../body/read-raw-body.ts';
import { requireAccess } from './require-access.ts';
import { createSpentSecrets } from '../limits/spent-secrets.ts';

/**
 * Before the body of a Store API request is parsed: 401, then 429, then 404 of the store, then 403. The body of a
 * request with a bearer secret is not even read by then; a signature covers the body, so there it is.
 */
export function authenticateStoreToken(
  context: VerbContext,
  countRequests: RateCounter,
): (request: FastifyRequest, reply: FastifyReply, payload: RequestPayload) => Promise<RequestPayload> {
  const spent = createSpentSecrets<TokenCaller>();
  const holdFlood = createFloodHold();
  return async (request, reply, payload) => {
    const credential = bearerCredential(request.headers.authorization) ?? '';
    const arrivedAt = context.clock();
    const refusal = spent.refuse(credential, arrivedAt);
    if (refusal) {
      request.sentBy = refusal.owner;
      await holdFlood(refusal.nth);
      refuseRate(arrivedAt, reply);
    }
    const isSigned = credential.startsWith('stk_');
    const body = isSigned ? await readRawBody(payload, request.routeOptions.bodyLimit) : undefined;
    const caller = body
      ? await authenticateSigned(context, request, credential, body)
      : await authenticateBearer(context, credential);
    request.sentBy = caller;
    // Not the second it came in: its body may have taken longer, and counters know the present one only.
    const now = context.clock();
    await limitRate(countRequests, caller.tokenId, now, reply).catch((error: unknown) => {
      if (!isSigned) spent.add(credential, now, caller);
      throw error;
    });
    requireAccess(caller, request);
    return body ? Readable.from([body], { objectMode: false }) : payload;
  };
}

function authenticateSigned(
  context: VerbContext,
  { headers, method, raw }: FastifyRequest,
  tokenId: string,
  body: Buffer,
): Promise<TokenCaller> {
  const text = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  };
  return authenticateHmac(context, {
    tokenId,
    signature: text('x-signature'),
    version: text('x-signature-version'),
    timestamp: text('x-signature-timestamp'),
    nonce: text('x-signature-nonce'),
    method,
    path: raw.url ?? '',
    body,
  });
}
