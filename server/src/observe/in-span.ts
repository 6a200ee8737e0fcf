import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { reasonOf } from './reason-of.ts';

/** Runs `work` as a step of the present trace; costs next to nothing where nothing is traced. */
export function inSpan<Result>(
  name: string,
  { kind = SpanKind.INTERNAL, ...attributes }: Attributes & { kind?: SpanKind },
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  return trace.getTracer('daybook').startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}
