import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { listen } from './db/listener.ts';
import { assertMigrated, loginCanAlterSchema } from './db/migrate.ts';
import { inPlatform } from './db/transaction.ts';
import type { Clock } from './domain/clock.ts';
import { DaybookError } from './domain/errors.ts';
import { REPORT_DEFINITIONS } from './domain/report-definitions.ts';
import { StartupError } from './domain/startup-error.ts';
import { type App, type AppParts, createApp } from './http/app.ts';
import { createRateCounter, type RateCounter } from './http/rate-limit.ts';
import type { JobContext } from './jobs/context.ts';
import { MAILS_AT_ONCE, startJobs } from './jobs/start-jobs.ts';
import { ensureSigningKey } from './keys/signing-key.ts';
import type { Mail, Mailer } from './notify/mailer.ts';
import { createOutboxMailer } from './notify/outbox-mailer.ts';
import { createSmtpMailer } from './notify/smtp-mailer.ts';
import type { Logger } from './observe/log.ts';
import { openQueue } from './queue/queue.ts';
import { checkViews } from './source/check-views.ts';
import { createFolderStorage, type FolderStorage } from './storage/folder-storage.ts';
import type { VerbContext } from './verbs/context.ts';
import { createEndedReports } from './verbs/ended-reports.ts';
import type { StandingLink } from './verbs/sessions/standing-link.ts';
import { createRecorder } from './verbs/records/recorder.ts';

const API_CONNECTIONS = 20;
const OTHER_CONNECTIONS = 2;
const CONNECTIONS_PER_JOB = 2;
const JOB_GRACE_MS = 1_000;
const OWNER_AT_WORK = `the login of DATABASE_URL can alter the schema: make another one ("create role daybook_server login password '…'"), set it in DATABASE_URL and the owner in MIGRATE_DATABASE_URL, and run "daybook-server migrate"`;

/** Settings with nothing left open: what `config.ts` read, with the embedded defaults filled in. */
export type ComposedConfig = Config & { databaseUrl: string; secretsKey: Buffer };

/** A running Daybook, or the part of one that was asked for. */
export type Daybook = {
  readonly context: VerbContext;
  /** Starts to answer requests. Resolves to the base URL. */
  listen(): Promise<string>;
  /** Starts to generate reports. */
  work(): Promise<void>;
  /** Drains and closes everything in reverse order. Harmless twice. */
  stop(): Promise<void>;
};

export type ComposeOptions = {
  roles: readonly ('api' | 'worker')[];
  log: Logger;
  clock?: Clock;
  /** How long clients may take, where a test wants less. */
  timeouts?: AppParts['timeouts'] | undefined;
  /** Only `npm start` has one. */
  standingLink?: StandingLink | undefined;
  /** Hears of each mail that is written into the outbox. */
  mailWritten?: ((mail: Mail, path: string) => void) | undefined;
};

/** Builds every dependency; the only place that knows all of them. `listen` and `work` open what only they need. */
export async function compose(config: ComposedConfig, options: ComposeOptions): Promise<Daybook> {
  const { log, clock = Date.now } = options;
  const onError = (error: Error) => log.warn({ err: error }, 'a connection broke');
  const closers = closersInReverse(log);
  const pool = (url: string, maxConnections: number, applicationName: string): Database => {
    const database = openDatabase({ url, maxConnections, applicationName, onError });
    closers.push(database.close);
    return database;
  };
  try {
    const worker = options.roles.includes('worker');
    const database = pool(config.databaseUrl, connectionsFor(config, options.roles), 'daybook');
    await assertMigrated(database);
    if (options.roles.length > 0 && (await loginCanAlterSchema(database))) log.warn(OWNER_AT_WORK);
    await checkViews(database, Object.values(REPORT_DEFINITIONS));
    if (options.roles.length > 0) await ensureSigningKeys(database, config.secretsKey, clock());
    const onFailure = (error: unknown, name: string) => log.warn({ err: error, queue: name }, 'a job failed');
    const queue = await openQueue({ url: config.databaseUrl, listen: worker, onError, onFailure });
    closers.push(() => queue.stop(JOB_GRACE_MS));
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
      secretsKey,
      issuer,
      standingLink: options.standingLink,
    };
    const storage = openStorage(config, clock, () => baseUrl);

    return {
      context,
      async listen() {
        const { announce: hear, announceAll: missed } = endedReports;
        const channel = 'daybook_report_ended';
        const listener = await listen({ url: config.databaseUrl, channel, hear, missed, onError });
        closers.push(listener.close);
        const checkReady = () => assertReachable(database, storage);
        const app = await createApp({
          ...{ context, storage, folder: storage, log, checkReady, timeouts: options.timeouts ?? {} },
          countRequests: await openRateCounter(config, log, closers),
          trustedProxies: config.trustedProxies,
          operatorKey: config.operatorKey,
        });
        closers.push(() => drain(app, endedReports.announceAll));
        const address = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
          throw cannotListen(config, error);
        });
        baseUrl ||= address;
        return baseUrl;
      },
      async work() {
        const source = pool(config.sourceDatabaseUrl ?? config.databaseUrl, config.workerConcurrency + 1, 'daybook source'); // prettier-ignore
        await startWorker({ ...context, source, storage, log }, config, options, closers);
      },
      stop: closers.closeAll,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** Takes jobs from the queues until the closers run. */
async function startWorker(
  parts: Omit<JobContext, 'mailer'>,
  config: ComposedConfig,
  { mailWritten }: ComposeOptions,
  closers: { push(close: () => Promise<unknown>): void },
): Promise<void> {
  const mailer = openMailer(config, mailWritten);
  closers.push(mailer.close);
  // Before the pool that running jobs still hold connections of.
  closers.push(() => parts.queue.stop(JOB_GRACE_MS));
  closers.push((await startJobs({ ...parts, mailer }, config.workerConcurrency)).stop);
}

/** Counts requests in Redis where there is one, else in this process. */
async function openRateCounter(
  config: ComposedConfig,
  log: Logger,
  closers: { push(close: () => Promise<unknown>): void },
): Promise<RateCounter> {
  if (config.redisUrl === undefined) return createRateCounter();
  const { openRedisRateCounter } = await import('./http/redis-rate-counter.ts');
  const warn = (facts: object, sentence: string) => log.warn(facts, sentence);
  const counter = openRedisRateCounter({ url: config.redisUrl, warn });
  closers.push(counter.close);
  return counter.count;
}

function connectionsFor(config: Config, roles: readonly ('api' | 'worker')[]): number {
  const forJobs = roles.includes('worker')
    ? config.workerConcurrency * CONNECTIONS_PER_JOB + MAILS_AT_ONCE
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

/** What was opened last is closed first; one that cannot be closed does not keep the others open. */
function closersInReverse(log: Logger): {
  push(close: () => Promise<unknown>): void;
  closeAll(): Promise<void>;
} {
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

function openStorage(config: ComposedConfig, clock: Clock, baseUrl: () => string): FolderStorage {
  const secret = hkdfSync('sha256', config.secretsKey, '', 'object folder signatures', 32);
  return createFolderStorage({
    directory: join(config.dataDirectory, 'objects'),
    baseUrl,
    accessKeyId: 'daybook',
    secretAccessKey: Buffer.from(secret).toString('hex'),
    clock,
  });
}

async function assertReachable(database: Database, storage: FolderStorage): Promise<void> {
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

function cannotListen(config: Config, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${config.port} is in use: stop what runs there, or choose another with PORT=4001 (PORT=0 takes a free one).`,
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartupError(
      `Cannot listen on ${config.host}:${config.port} (${message}): change HOST or PORT.`,
    );
  }
  return error;
}
