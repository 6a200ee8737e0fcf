import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { TRACES_FLUSH_MAX_MS } from '../domain/limits.ts';
import type { TraceSampling } from '../domain/trace-sampling.ts';
import type { Logger } from './log.ts';
import { reasonOf } from './reason-of.ts';

/**
 * From here on every span of this process goes to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, as protobuf over HTTP. The
 * API of OpenTelemetry has one place for that in a process, so it is started once. `stop` sends what is left.
 */
export function startTracing(
  { sampler, ratio }: TraceSampling,
  { version, log }: { version: string; log: Logger },
): { stop(): Promise<void> } {
  const warn = (text: string) => log.warn({ reason: reasonOf(new Error(text)) }, 'traces could not be sent');
  const silent = () => {};
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const own = resourceFromAttributes({ 'service.name': 'daybook', 'service.version': version });
  // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say wins.
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(sampler, ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, TRACES_FLUSH_MAX_MS);
      await Promise.race([provider.shutdown(), late]).finally(() => clearTimeout(timer));
      trace.disable();
      propagation.disable();
      context.disable();
      diag.disable();
    },
  };
}

function samplerOf(name: TraceSampling['sampler'], ratio: number): Sampler {
  const [parentBased, plain] = name.startsWith('parentbased_') ? [true, name.slice(12)] : [false, name];
  const root =
    plain === 'always_off'
      ? new AlwaysOffSampler()
      : plain === 'traceidratio'
        ? new TraceIdRatioBasedSampler(ratio)
        : new AlwaysOnSampler();
  return parentBased ? new ParentBasedSampler({ root }) : root;
}
