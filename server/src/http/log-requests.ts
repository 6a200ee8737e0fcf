import { isOwnId } from '../domain/id.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The report that the request has queued. */
    queuedReportId?: string;
  }
}

/** Writes a line about each request once it was answered. Of a path it shows the route, and identifiers of our own. */
export function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const params = (request.params ?? {}) as { storeId?: string; reportId?: string };
    // Of what a path says only identifiers: a secret that was pasted into one is not to be read here.
    const storeId = isOwnId('shp', params.storeId ?? '') ? params.storeId : undefined;
    const { method, queuedReportId } = request;
    const reportId = isOwnId('rpt', params.reportId ?? '') ? params.reportId : queuedReportId;
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method, route, status, ms, storeId, reportId, queuedReportId }, 'request');
  });
}
