import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { listen } from './db/listener.ts';
import { REPORT_ENDED_CHANNEL } from './db/report-attempts.ts';
import { newWorkerNumber, showPresence } from './db/worker-presence.ts';
import { assertMigrated, loginCanAlterSchema } from './db/migrate.ts';
import { readQueueDepths } from './db/queue-depths.ts';
import { inPlatform } from './db/transaction.ts';
import type { Clock } from './domain/clock.ts';
import { DaybookError } from './domain/errors.ts';
import {
  ATTEMPT_MAX_MINUTES,
  MINUTE_MS,
  REPLAY_WAIT_MAX_MS,
  STOP_GRACE_MS,
  WEBHOOK_TIMEOUT_MS,
  WEBHOOKS_LOOKED_FOR_EVERY_MS,
} from './domain/limits.ts';
import { REPORT_DEFINITIONS } from './domain/report-type.ts';
import { StartupError } from './domain/startup-error.ts';
import type { App, AppParts } from './http/app.ts';
import { createRateCounter, type RateCounter } from './http/limits/rate-limit.ts';
import { CONNECTIONS_OF_NEWS, startJobs } from './jobs/start-jobs.ts';
import { QUEUES } from './jobs/queues.ts';
import { sweep, type SweepResult } from './jobs/sweep.ts';
import { ensureSigningKey } from './keys/signing-key.ts';
import type { Mail, Mailer } from './notify/mailer.ts';
import { createOutboxMailer } from './notify/outbox-mailer.ts';
import { createSmtpMailer } from './notify/smtp-mailer.ts';
import { createWebhookSender } from './notify/webhook-sender.ts';
import type { Logger } from './observe/log.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { serveMetrics } from './observe/metrics-server.ts';
import { watchOutages } from './observe/outages.ts';
import { VERSION } from './observe/version.ts';
import { openQueue } from './queue/queue.ts';
import { checkViews } from './source/check-views.ts';
import { type OpenedStorage, openStorage } from './storage/open-storage.ts';
import type { S3Timeouts } from './storage/s3/s3-client.ts';
import type { Storage } from './storage/storage.ts';
import type { VerbContext } from './verbs/context.ts';
import { createEndedReports } from './verbs/ended-reports.ts';
import type { StandingLink } from './verbs/sessions/standing-link.ts';
import { createRecorder } from './verbs/records/recorder.ts';
import { createKnownTokens } from './verbs/tokens/known-tokens.ts';

const API_CONNECTIONS = 20;
const OTHER_CONNECTIONS = 2;
const CONNECTIONS_PER_JOB = 2;
const OWNER_AT_WORK = `the login of DATABASE_URL can alter the schema: make another one ("create role daybook_server login password '…'"), set it in DATABASE_URL and the owner in MIGRATE_DATABASE_URL, and run "daybook-server migrate"`;

/** Settings with nothing left open: what `config.ts` read, with the embedded defaults filled in. */
export type ComposedConfig = Config & { databaseUrl: string; secretsKey: Buffer };

/** A running Daybook, or the part of one that was asked for. */
export type Daybook = {
  readonly context: VerbContext;
  /** Where `GET /metrics` is answered on a port of its own. */
  readonly metricsPort: number | undefined;
  /** Starts to answer requests. Resolves to the base URL. */
  listen(): Promise<string>;
  /** Starts to generate reports. */
  work(): Promise<void>;
  /** Deletes now what workers delete every hour. */
  sweep(signal: AbortSignal): Promise<SweepResult>;
  /** Drains and closes everything in reverse order. Harmless twice. */
  stop(): Promise<void>;
};

export type ComposeOptions = {
  roles: readonly ('api' | 'worker')[];
  log: Logger;
  clock?: Clock;
  /** How long clients may take, where a test wants less. */
  timeouts?: AppParts['timeouts'] | undefined;
  /** The longest that one attempt at a report may take, where a test wants less. */
  attemptMaxMs?: number | undefined;
  /** How long an attempt waits for a replica, where a test wants less. */
  replayMaxMs?: number | undefined;
  /** How long the API, once it is told to stop, says so at /readyz and still answers. */
  leavingMs?: number;
  /** How long S3 may take, where a test wants less. */
  s3Timeouts?: S3Timeouts | undefined;
  /** How long webhooks may take and how often they are looked for, where a test wants less. */
  webhooks?: { timeoutMs?: number; everyMs?: number } | undefined;
  /** Only `npm start` has one. */
  standingLink?: StandingLink | undefined;
  /** Hears of each mail that is written into the outbox. */
  mailWritten?: ((mail: Mail, path: string) => void) | undefined;
};

/** Builds every dependency; the only place that knows all of them. `listen` and `work` open what only they need. */
export async function compose(config: ComposedConfig, options: ComposeOptions): Promise<Daybook> {
  const { log, clock = Date.now } = options;
  const closers = closersInReverse(log);
  const pool: Parts['pool'] = ({ what, ...settings }) => {
    const onError = (error: Error) => outages.broke(error);
    const database = openDatabase({ ...settings, onError });
    const outages = watchOutages({ log, what, ask: database.ping });
    closers.push(database.close);
    closers.push(outages.close);
    return { ...database, onError };
  };
  try {
    await openTracing(config, options, closers);
    const worker = options.roles.includes('worker');
    const maxConnections = connectionsFor(config, options.roles);
    const { onError, ...database } = pool({
      ...{ url: config.databaseUrl, maxConnections, applicationName: 'daybook', what: 'the database' },
    });
    await assertMigrated(database);
    if (options.roles.length > 0 && (await loginCanAlterSchema(database))) log.warn(OWNER_AT_WORK);
    await checkViews(database, Object.values(REPORT_DEFINITIONS));
    if (options.roles.length > 0) await ensureSigningKeys(database, config.secretsKey, clock());
    const onFailure = (error: unknown, name: string) => log.warn({ err: error, queue: name }, 'a job failed');
    const queues = QUEUES.map(({ name }) => name);
    const measured = await openMetrics(config, options, { database, queues, closers });
    const queue = await openQueue({ url: config.databaseUrl, queues, listen: worker, onError, onFailure });
    closers.push(() => queue.stop(STOP_GRACE_MS));
    const recorder = createRecorder({ database, warn: (facts, sentence) => log.warn(facts, sentence) });
    // Closed after the HTTP edge, whose last answers it takes down, and before the pool.
    closers.push(recorder.close);
    const endedReports = createEndedReports();
    let baseUrl = config.publicUrl ?? '';
    const { secretsKey } = config;
    const issuer = () => baseUrl || `http://${config.host}:${config.port}`;
    const context: VerbContext = {
      database,
      queue,
      clock,
      endedReports,
      recorder,
      knownTokens: createKnownTokens(() => performance.now()),
      secretsKey,
      issuer,
      allowPrivateWebhooks: config.allowPrivateWebhooks,
      standingLink: options.standingLink,
    };
    const files = await openFiles(config, options, () => baseUrl, closers);
    const parts: Parts = { config, options, context, files, ...measured, closers, onError, pool };

    return {
      context,
      metricsPort: measured.metricsPort,
      async listen() {
        const address = await openApi(parts);
        baseUrl ||= address;
        return baseUrl;
      },
      work: () => openWorker(parts),
      sweep: (signal) => sweep({ database, storage: files.storage, clock, wallClock: Date.now }, signal),
      stop: closers.closeAll,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** What the API and the worker of one process have in common. */
type Parts = {
  readonly config: ComposedConfig;
  readonly options: ComposeOptions;
  readonly context: VerbContext;
  readonly files: OpenedStorage;
  readonly metrics: Metrics;
  /** What the metrics call each pool of connections. */
  readonly pools: Map<string, Database['pool']>;
  readonly closers: Closers;
  readonly onError: (error: Error) => void;
  /** `what`: how the log calls the database. `onError` is for its connections outside of the pool. */
  readonly pool: (settings: {
    url: string;
    maxConnections: number;
    applicationName: string;
    what: string;
  }) => Database & { onError: (error: Error) => void };
};

/** Answers HTTP until the closers run. Resolves to the address. */
async function openApi({
  config,
  options,
  context,
  files,
  metrics,
  closers,
  onError,
}: Parts): Promise<string> {
  const { announce: hear, announceAll: missed } = context.endedReports;
  const listener = await listen({
    url: config.databaseUrl,
    channel: REPORT_ENDED_CHANNEL,
    hear,
    missed,
    onError,
  });
  closers.push(listener.close);
  let leaving = false;
  // Loaded here, because half of the time that a process takes to start is this, and a worker does without.
  const { createApp } = await import('./http/app.ts');
  const app = await createApp({
    ...{ context, ...files, log: options.log, timeouts: options.timeouts ?? {} },
    traced: config.traces !== undefined,
    metrics: { all: metrics, here: config.metricsPort === undefined },
    isLeaving: () => leaving,
    async checkReady() {
      if (leaving) throw new DaybookError('UNAVAILABLE', 'This process is about to stop.');
      await assertReachable(context.database, files.storage);
    },
    countRequests: await openRateCounter(config, options.log, closers),
    trustedProxies: config.trustedProxies,
    operatorKey: config.operatorKey,
  });
  closers.push(() => drain(app, missed));
  closers.push(async () => {
    leaving = true;
    await delay(options.leavingMs ?? 0);
  });
  return app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
    throw cannotListen({ host: config.host, port: config.port, setting: 'PORT' }, error);
  });
}

/** Takes jobs from the queues until the closers run. */
async function openWorker(parts: Parts): Promise<void> {
  const { config, options, context, files, metrics, pools, closers, onError } = parts;
  const { log } = options;
  const { workerConcurrency: concurrency } = config;
  const source = openSource(parts);
  pools.set('source', source.pool);
  const worker = await newWorkerNumber(context.database);
  const presence = await showPresence({ url: config.databaseUrl, worker, onError });
  closers.push(presence.close);
  const mailer = openMailer(config, options.mailWritten);
  closers.push(mailer.close);
  // Before the pool that running jobs still hold connections of.
  closers.push(() => context.queue.stop(STOP_GRACE_MS));
  const attemptMaxMs = options.attemptMaxMs ?? ATTEMPT_MAX_MINUTES * MINUTE_MS;
  const { timeoutMs = WEBHOOK_TIMEOUT_MS, everyMs: webhooksEveryMs = WEBHOOKS_LOOKED_FOR_EVERY_MS } = options.webhooks ?? {}; // prettier-ignore
  const webhooks = createWebhookSender({ allowPrivate: config.allowPrivateWebhooks, timeoutMs });
  const replayMaxMs =
    config.sourceDatabaseUrl === undefined ? null : (options.replayMaxMs ?? REPLAY_WAIT_MAX_MS);
  const own = { source, replayMaxMs, storage: files.storage, mailer, webhooks, log, metrics, worker, attemptMaxMs, wallClock: Date.now }; // prettier-ignore
  const pace = { reportsAtOnce: concurrency, webhooksEveryMs };
  closers.push((await startJobs({ ...context, ...own }, pace)).stop);
  log.info({ worker, concurrency }, 'working');
}

/** Where workers read rows from, on connections of their own. */
function openSource({ config, closers, onError, pool }: Parts): Database {
  const settings = { maxConnections: config.workerConcurrency + 1, applicationName: 'daybook source' };
  const url = config.sourceDatabaseUrl;
  if (url !== undefined) return pool({ ...settings, url, what: 'the database that reports read from' });
  const database = openDatabase({ ...settings, url: config.databaseUrl, onError });
  closers.push(database.close);
  return database;
}

/** Opened first, so that it is closed last. Loaded only where something is traced. */
async function openTracing({ traces }: Config, { log }: ComposeOptions, closers: Closers): Promise<void> {
  if (traces === undefined) return;
  const { startTracing } = await import('./observe/tracing.ts');
  closers.push(startTracing(traces, { version: VERSION, log }).stop);
}

/** What this process counts, answered on a port of its own where there is one for it. */
async function openMetrics(
  { host, metricsPort: port }: Config,
  { roles, log }: ComposeOptions,
  { database, queues, closers }: { database: Database; queues: readonly string[]; closers: Closers },
): Promise<{ metrics: Metrics; pools: Parts['pools']; metricsPort: number | undefined }> {
  const pools = new Map([['main', database.pool]]);
  const metrics = createMetrics({
    version: VERSION,
    pools: () => Object.fromEntries(pools),
    queueDepths: () => inPlatform(database, (transaction) => readQueueDepths(transaction, queues)),
  });
  if (port === undefined || roles.length === 0) return { metrics, pools, metricsPort: undefined };
  const served = await serveMetrics(metrics, { host, port }).catch((error: unknown) => {
    throw cannotListen({ host, port, setting: 'METRICS_PORT' }, error);
  });
  closers.push(served.close);
  log.info({ port: served.port }, 'metrics');
  return { metrics, pools, metricsPort: served.port };
}

/** Counts requests in Redis where there is one, else in this process. */
async function openRateCounter(config: ComposedConfig, log: Logger, closers: Closers): Promise<RateCounter> {
  if (config.redisUrl === undefined) return createRateCounter();
  const { openRedisRateCounter } = await import('./http/limits/redis-rate-counter.ts');
  const warn = (facts: object, sentence: string) => log.warn(facts, sentence);
  const counter = openRedisRateCounter({ url: config.redisUrl, warn });
  closers.push(counter.close);
  return counter.count;
}

function connectionsFor(config: Config, roles: readonly ('api' | 'worker')[]): number {
  const forJobs = roles.includes('worker')
    ? config.workerConcurrency * CONNECTIONS_PER_JOB + CONNECTIONS_OF_NEWS
    : 0;
  return (roles.includes('api') ? API_CONNECTIONS : OTHER_CONNECTIONS) + forJobs;
}

async function ensureSigningKeys(database: Database, secretsKey: Buffer, now: number): Promise<void> {
  await inPlatform(database, async (transaction) => {
    await ensureSigningKey(transaction, secretsKey, 'REPORT', now);
    await ensureSigningKey(transaction, secretsKey, 'SESSION', now);
  });
}

function openMailer(config: ComposedConfig, written: ComposeOptions['mailWritten']): Mailer {
  if (config.smtpUrl !== undefined) return createSmtpMailer(config.smtpUrl, config.mailFrom);
  return createOutboxMailer(join(config.dataDirectory, 'outbox'), config.mailFrom, written);
}

type Closers = { push(close: () => Promise<unknown>): void; closeAll(): Promise<void> };

/** What was opened last is closed first; one that cannot be closed does not keep the others open. */
function closersInReverse(log: Logger): Closers {
  const closers: (() => Promise<unknown>)[] = [];
  return {
    push: (close) => void closers.push(close),
    async closeAll() {
      for (let close = closers.pop(); close; close = closers.pop()) {
        await close().catch((error: unknown) => log.error({ err: error }, 'could not close'));
      }
    },
  };
}

/** Where the files of reports live. Commands that neither generate nor hand out any do not ask for the bucket. */
async function openFiles(
  config: ComposedConfig,
  options: ComposeOptions,
  baseUrl: () => string,
  closers: Closers,
): Promise<OpenedStorage> {
  const secret = hkdfSync('sha256', config.secretsKey, '', 'object folder signatures', 32);
  const opened = await openStorage({
    s3: config.s3,
    s3Timeouts: options.s3Timeouts,
    assertUsable: options.roles.length > 0,
    folder: {
      directory: join(config.dataDirectory, 'objects'),
      baseUrl,
      secretAccessKey: Buffer.from(secret).toString('hex'),
      clock: options.clock ?? Date.now,
    },
  });
  closers.push(opened.close);
  return opened;
}

async function assertReachable(database: Database, storage: Storage): Promise<void> {
  await Promise.all([database.ping(), storage.check()]).catch((error: unknown) => {
    throw new DaybookError('UNAVAILABLE', undefined, { cause: error });
  });
}

/** Requests that wait for a report are answered at once; no new ones are taken. */
async function drain(app: App, answerWaiting: () => void): Promise<void> {
  const closed = app.close();
  answerWaiting();
  await closed;
}

type Place = { readonly host: string; readonly port: number; readonly setting: 'PORT' | 'METRICS_PORT' };

function cannotListen({ host, port, setting }: Place, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${port} is in use: stop what runs there, or choose another with ${setting}=${port + 1} (${setting}=0 takes a free one).`,
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartupError(`Cannot listen on ${host}:${port} (${message}): change HOST or ${setting}.`);
  }
  return error;
}
