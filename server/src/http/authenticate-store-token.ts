import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, requirePermission } from '../domain/caller.ts';
import { DaybookError } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import { authenticateToken } from '../verbs/tokens/authenticate.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { RateLimit } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** What a Store API route needs; checked before the body is read, and again by its verb. */
    permission?: Permission;
  }
}

/** Before a Store API request is read any further: 401, then 429, then 404 of the store, then 403. */
export function authenticateStoreToken(
  context: VerbContext,
  rateLimit: RateLimit,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const caller = await authenticateToken(context, request.headers.authorization);
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
    const { storeId } = request.params as { storeId: string };
    if (caller.storeId !== storeId) {
      throw new DaybookError('NOT_FOUND', 'There is no such store, or this token cannot access it.');
    }
    const { permission } = request.routeOptions.config;
    if (permission) requirePermission(caller, permission);
    request.caller = caller;
  };
}

/** The caller that the hook above let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new DaybookError('UNAUTHENTICATED');
  return request.caller;
}
