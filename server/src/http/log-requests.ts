import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { isOwnId } from '../domain/id.ts';
import { reasonOf } from '../observe/reason-of.ts';
import type { App } from './app.ts';
import { clientAddress } from './limits/client-address.ts';
import { createRefusalSums } from './refusal-sums.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The report that the request has queued. */
    queuedReportId?: string;
  }
}

/** A flood of these says nothing that its first line and their number do not. */
const SUMMED: ReadonlySet<number> = new Set([401, 429]);

/**
 * One line for each request that was answered: `warn` where the service was not available, else `info`. Of the requests
 * of one sender that are refused for their credential or their number, the first has its line and the others a common one.
 */
export function logRequests(app: App, log: FastifyBaseLogger): void {
  const sums = createRefusalSums((facts) => log.info(facts, 'requests refused'));
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status } = reply;
    const code = request.failure?.code;
    if (SUMMED.has(status) && code !== undefined && !sums.isFirst({ ...senderOf(request), status, code }))
      return;
    const facts = factsOf(request, reply);
    if (status === 503) request.log.warn({ ...facts, reason: reasonOf(request.failure?.error) }, 'request');
    else request.log.info(facts, 'request');
  });
  app.addHook('onClose', async () => sums.close());
}

function factsOf(request: FastifyRequest, reply: FastifyReply): object {
  const params = (request.params ?? {}) as { storeId?: string; reportId?: string };
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
    code: request.failure?.code,
    ms: Math.round(reply.elapsedTime),
    // Of what a path says only identifiers: a secret that was pasted into one is not to be read here.
    storeId: isOwnId('shp', params.storeId ?? '') ? params.storeId : undefined,
    reportId: isOwnId('rpt', params.reportId ?? '') ? params.reportId : request.queuedReportId,
    queuedReportId: request.queuedReportId,
    ...(SUMMED.has(reply.statusCode) ? senderOf(request) : {}),
  };
}

/** Whose token it is, where that is known; else where it came from. */
function senderOf(request: FastifyRequest): { tokenId: string } | { address: string } {
  const { sentBy } = request;
  return sentBy ? { tokenId: sentBy.tokenId } : { address: clientAddress(request) };
}
