/** The samplers of OpenTelemetry, by the names that `OTEL_TRACES_SAMPLER` has for them. */
export const TRACE_SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Which traces are kept; `ratio`, from 0 to 1, is for the samplers that are named after it. */
export type TraceSampling = { readonly sampler: (typeof TRACE_SAMPLERS)[number]; readonly ratio: number };
