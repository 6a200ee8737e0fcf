import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** What a job carries beside its data: the trace that it was queued in, as `traceparent`. Empty where nothing is traced. */
export function traceForJob(): Record<string, string> {
  const carried: Record<string, string> = {};
  propagation.inject(context.active(), carried);
  return carried;
}

/** A job's own data, without what `traceForJob` put beside it. */
export function withoutTrace<Data extends object>(data: Data): Data {
  const { traceparent: _parent, tracestate: _state, ...own } = data as Data & Record<string, unknown>;
  return own as unknown as Data;
}

/** Runs a job as a part of the trace that it was queued in, however much later and wherever that is. */
export function inTraceOfJob(queue: string, data: object, work: () => Promise<void>): Promise<void> {
  const parent = propagation.extract(ROOT_CONTEXT, data);
  const options = { kind: SpanKind.CONSUMER, attributes: { 'messaging.destination.name': queue } };
  return trace.getTracer('daybook').startActiveSpan(queue, options, parent, async (span) => {
    try {
      await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
