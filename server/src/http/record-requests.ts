import type { FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.ts';
import { RECORDED_PATH_MAX_CHARACTERS } from '../domain/limits.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { App } from './app.ts';
import { clientAddress } from './limits/client-address.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token the request carries, known before it is let in, and where it is refused. */
    sentBy?: Caller & { kind: 'token' };
    arrival?: { at: number; ip: string | null };
  }
}

/**
 * Has every request of the scope taken down once it was answered, under the store of its token, whatever store the path
 * names. One whose token was never established belongs to no store and is not taken down.
 */
export function recordRequests(scope: App, context: VerbContext): void {
  scope.addHook('onRequest', async (request) => {
    request.arrival = { at: context.clock(), ip: clientAddress(request) };
  });
  scope.addHook('onResponse', async (request, reply) => {
    const { sentBy, arrival, method, id: requestId } = request;
    if (!sentBy || !arrival) return;
    const { storeId, tokenId } = sentBy;
    const durationMs = Math.round(reply.elapsedTime);
    const status = reply.statusCode;
    context.recorder.request({ storeId, tokenId, ...arrival, method, path: pathOf(request), status, durationMs, requestId }); // prettier-ignore
  });
}

/** What a segment may show: identifiers that Daybook made, and words such as `csv`. */
const SHOWN = /^(?:[a-z]{3}_[0-9a-hjkmnp-tv-z]{24}|[a-z]{1,16})$/;

/**
 * The path without its query string. A segment that could be anything, such as a secret that was pasted in the wrong
 * place, stays what the route calls it: `/download/:format`.
 */
function pathOf(request: FastifyRequest): string {
  const params = request.params as Record<string, string>;
  const path = (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, (name, key: string) => {
    const value = params[key] ?? '';
    return SHOWN.test(value) ? value : name;
  });
  return path.slice(0, RECORDED_PATH_MAX_CHARACTERS);
}
