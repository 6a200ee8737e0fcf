import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { METRICS_COLLECT_MAX_MS } from '../domain/limits.ts';

/** What a job or a request counts; one for each process. Labels never say which store. */
export type Metrics = {
  readonly attempts: Counter<'type' | 'outcome'>;
  readonly ended: Counter<'type' | 'outcome'>;
  readonly waited: Histogram;
  readonly took: Histogram<'type'>;
  readonly rows: Counter<'type'>;
  readonly bytes: Counter<'format'>;
  readonly mails: Counter<'kind' | 'outcome'>;
  readonly webhooks: Counter<'outcome'>;
  readonly requests: Counter<'method' | 'route' | 'status'>;
  readonly requestSeconds: Histogram<'method' | 'route'>;
  /** Prometheus's text, and the media type of it. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** A pool of connections as `pg` counts it. */
type Pool = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

export type MetricsOptions = {
  readonly version: string;
  readonly pools: () => Readonly<Record<string, Pool>>;
  /** Rejects while the database cannot be reached; the others are told all the same. */
  readonly queueDepths: () => Promise<
    readonly { queue: string; ready: number; deferred: number; active: number; oldestReadySeconds: number }[]
  >;
};

const SECONDS_OF_A_REPORT = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];
const SECONDS_OF_A_REQUEST = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts from zero, as every process does; Prometheus knows that. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const { version } = options;
  new Gauge({ name: 'daybook_build_info', help: 'Always 1: what runs here.', labelNames: ['version', 'node'], registers }) // prettier-ignore
    .set({ version, node: process.versions.node }, 1);
  new Gauge({
    name: 'daybook_database_connections',
    help: 'Connections of this process to Postgres; waiting: requests that wait for one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(options.pools())) {
        this.set({ pool, state: 'used' }, totalCount - idleCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
  const jobs = new Gauge({ name: 'daybook_queue_jobs', help: 'Jobs that have not ended; the same from every process.', labelNames: ['queue', 'state'], registers }); // prettier-ignore
  const oldest = new Gauge({ name: 'daybook_queue_oldest_ready_seconds', help: 'How long the job that waits longest could have run.', labelNames: ['queue'], registers }); // prettier-ignore

  async function collectQueues(): Promise<void> {
    jobs.reset();
    oldest.reset();
    for (const { queue, oldestReadySeconds, ...counts } of await options.queueDepths()) {
      for (const [state, count] of Object.entries(counts)) jobs.set({ queue, state }, count);
      oldest.set({ queue }, oldestReadySeconds);
    }
  }

  return {
    ...reportMetrics(registers),
    mails: new Counter({ name: 'daybook_mails_total', help: 'Mails, by what came of an attempt.', labelNames: ['kind', 'outcome'], registers }), // prettier-ignore
    webhooks: new Counter({ name: 'daybook_webhook_deliveries_total', help: 'Attempts at webhooks, by what came of them.', labelNames: ['outcome'], registers }), // prettier-ignore
    requests: new Counter({ name: 'daybook_http_requests_total', help: 'Requests answered.', labelNames: ['method', 'route', 'status'], registers }), // prettier-ignore
    requestSeconds: new Histogram({
      name: 'daybook_http_request_duration_seconds',
      help: 'From the head of a request to the end of its answer.',
      labelNames: ['method', 'route'],
      buckets: SECONDS_OF_A_REQUEST,
      registers,
    }),
    async text() {
      await within(METRICS_COLLECT_MAX_MS, collectQueues()).catch(() => undefined);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function reportMetrics(registers: Registry[]) {
  return {
    attempts: new Counter({ name: 'daybook_report_attempts_total', help: 'Attempts at reports: succeeded, handed_back, superseded, or the code of the error.', labelNames: ['type', 'outcome'], registers }), // prettier-ignore
    ended: new Counter({ name: 'daybook_reports_ended_total', help: 'Reports that succeeded, failed, or were cancelled.', labelNames: ['type', 'outcome'], registers }), // prettier-ignore
    waited: new Histogram({ name: 'daybook_report_waiting_seconds', help: 'From the request for a report to the start of its last attempt.', buckets: SECONDS_OF_A_REPORT, registers }), // prettier-ignore
    took: new Histogram({ name: 'daybook_report_duration_seconds', help: 'From the request for a report to its files.', labelNames: ['type'], buckets: SECONDS_OF_A_REPORT, registers }), // prettier-ignore
    rows: new Counter({ name: 'daybook_report_rows_total', help: 'Rows of reports that succeeded.', labelNames: ['type'], registers }), // prettier-ignore
    bytes: new Counter({ name: 'daybook_report_bytes_total', help: 'Bytes of files of reports that succeeded.', labelNames: ['format'], registers }), // prettier-ignore
  };
}

function within(ms: number, work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
