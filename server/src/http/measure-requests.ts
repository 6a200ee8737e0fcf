import type { Metrics } from '../observe/metrics.ts';
import type { App } from './app.ts';

/** Counts every request that was answered, by its route and never by its path. */
export function measureRequests(app: App, { requests, requestSeconds }: Metrics): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'none';
    requests.inc({ method, route, status: reply.statusCode });
    requestSeconds.observe({ method, route }, reply.elapsedTime / 1_000);
  });
}
