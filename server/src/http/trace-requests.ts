import {
  context,
  type Context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';

/**
 * A trace for each request, by its route and never by its path. A caller's own trace is linked and not joined: whoever can
 * send a request must not decide what is kept of it.
 */
export function traceRequests(app: App): void {
  const tracer = trace.getTracer('daybook');
  const traces = new WeakMap<FastifyRequest, Context>();
  app.addHook('onRequest', (request, _reply, next) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? 'none';
    const caller = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers));
    const span = tracer.startSpan(`${method} ${route}`, {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method, 'http.route': route, 'daybook.request.id': request.id },
      links: caller ? [{ context: caller }] : [],
      root: true,
    });
    const traced = trace.setSpan(ROOT_CONTEXT, span);
    traces.set(request, traced);
    context.with(traced, next);
  });
  // The body comes by itself, outside of whatever the request began in.
  app.addHook('preValidation', (request, _reply, next) =>
    context.with(traces.get(request) ?? ROOT_CONTEXT, next),
  );
  app.addHook('onResponse', async (request, { statusCode }) => {
    const span = trace.getSpan(traces.get(request) ?? ROOT_CONTEXT);
    span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  });
}
