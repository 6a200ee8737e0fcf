import { DaybookError } from '../../domain/errors.ts';
import type { Metrics } from '../../observe/metrics.ts';
import type { App } from '../app.ts';
import { isOfThisMachine } from '../authenticate/is-of-this-machine.ts';

/** `GET /metrics` for a Prometheus on this very machine; for everybody else there is nothing at this address. */
export function registerMetricsRoute(app: App, metrics: Metrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isOfThisMachine(request)) throw new DaybookError('NOT_FOUND', 'There is nothing at this address.');
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
