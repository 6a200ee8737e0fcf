import type { FastifyReply, FastifyRequest } from 'fastify';
import { noSuchStore } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { authenticateSession, type SignedIn } from '../../verbs/sessions/authenticate.ts';
import { limitRate, type RateCounter } from '../limits/rate-limit.ts';
import { requireAccess } from './require-access.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, on the Dashboard API. */
    signedIn?: SignedIn;
  }
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Before a request of a signed-in account is read any further: 401, then 429. */
export function authenticateAccount(context: VerbContext, countRequests: RateCounter): Hook {
  return async (request, reply) => {
    request.signedIn = await authenticateSession(context, request.headers.authorization);
    await limitRate(countRequests, request.signedIn.accountId, context.clock(), reply);
  };
}

/** The same for a route of one store: 401, then 429, then 404 of the store, then 403. `callerOf` has the member. */
export function authenticateMember(context: VerbContext, countRequests: RateCounter): Hook {
  return async (request, reply) => {
    const { storeId } = request.params as { storeId: string };
    request.signedIn = await authenticateSession(context, request.headers.authorization, storeId);
    const { accountId, caller } = request.signedIn;
    await limitRate(countRequests, accountId, context.clock(), reply);
    if (!caller) throw noSuchStore();
    requireAccess(caller, request);
  };
}

/** Who was let in. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw new DaybookError('UNAUTHENTICATED');
  return request.signedIn;
}
