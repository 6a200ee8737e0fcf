import type { FastifyReply, FastifyRequest } from 'fastify';
import { DaybookError } from '../domain/errors.ts';
import { authenticateToken } from '../verbs/tokens/authenticate.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { RateLimit } from './rate-limit.ts';
import { requireAccess } from './require-access.ts';

/** Before a Store API request is read any further: 401, then 429, then 404 of the store, then 403. */
export function authenticateStoreToken(
  context: VerbContext,
  rateLimit: RateLimit,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const caller = await authenticateToken(context, request.headers.authorization);
    request.sentBy = caller;
    const state = rateLimit(caller.tokenId, context.clock());
    reply.headers({
      'X-RateLimit-Limit': state.limit,
      'X-RateLimit-Remaining': state.remaining,
      'X-RateLimit-Reset': state.resetSecond,
    });
    if (state.exceeded) {
      reply.header('Retry-After', 1);
      throw new DaybookError('RATE_LIMITED');
    }
    requireAccess(caller, request);
  };
}
