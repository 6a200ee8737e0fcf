import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './db/database.ts';
import { listen, type Listener } from './db/listener.ts';
import { assertMigrated } from './db/migrate.ts';
import type { Clock } from './domain/clock.ts';
import { DaybookError } from './domain/errors.ts';
import { GENERATE_REPORT, type GenerateReportJob } from './domain/job.ts';
import { StartupError } from './domain/startup-error.ts';
import { type App, createApp } from './http/app.ts';
import type { JobContext } from './jobs/context.ts';
import { generateReport } from './jobs/generate-report.ts';
import { QUEUES } from './jobs/queues.ts';
import type { Logger } from './observe/log.ts';
import { openQueue, type Queue } from './queue/queue.ts';
import { createFolderStorage } from './storage/folder-storage.ts';
import type { VerbContext } from './verbs/context.ts';
import { createEndedReports } from './verbs/ended-reports.ts';

const API_CONNECTIONS = 20;
const CONNECTIONS_PER_JOB = 2;
const JOB_GRACE_MS = 1_000;

/** Settings with nothing left open: what `config.ts` read, with the embedded defaults filled in. */
export type ComposedConfig = Config & { databaseUrl: string; secretsKey: Buffer };

/** A running Daybook, or the part of one that was asked for. */
export type Daybook = {
  readonly context: VerbContext;
  /** Starts to answer requests. Resolves to the base URL. Only with the role `api`. */
  listen(): Promise<string>;
  /** Starts to generate reports. Only with the role `worker`. */
  work(): Promise<void>;
  /** Drains and closes everything in reverse order. Harmless twice. */
  stop(): Promise<void>;
};

/** Builds every dependency; the only place that knows all of them. */
export async function compose(
  config: ComposedConfig,
  options: { roles: readonly ('api' | 'worker')[]; log: Logger; clock?: Clock },
): Promise<Daybook> {
  const { log, clock = Date.now } = options;
  const api = options.roles.includes('api');
  const worker = options.roles.includes('worker');
  const onError = (error: Error) => log.warn({ err: error }, 'a connection broke');
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).toReversed()) {
      await close().catch((error: unknown) => log.error({ err: error }, 'could not close'));
    }
  };
  const open = async <Resource>(resource: Promise<Resource> | Resource, close: (it: Resource) => Promise<unknown>) => {
    const it = await resource;
    closers.push(() => close(it));
    return it;
  };
  const pool = (url: string, maxConnections: number, applicationName: string): Promise<Database> =>
    open(openDatabase({ url, maxConnections, applicationName, onError }), (it) => it.close());

  try {
    const jobConnections = worker ? config.workerConcurrency * CONNECTIONS_PER_JOB : 0;
    const database = await pool(config.databaseUrl, (api ? API_CONNECTIONS : 2) + jobConnections, 'daybook');
    await assertMigrated(database);
    const queue: Queue = await open(
      openQueue({ url: config.databaseUrl, definitions: QUEUES, listen: worker, onError }),
      (it) => it.stop(JOB_GRACE_MS),
    );
    const endedReports = createEndedReports();
    const context: VerbContext = { database, queue, clock, endedReports, secretsKey: config.secretsKey };
    let baseUrl = config.publicUrl ?? '';
    const folder = createFolderStorage({
      directory: join(config.dataDirectory, 'objects'),
      baseUrl: () => baseUrl,
      accessKeyId: 'daybook',
      secretAccessKey: deriveSecret(config.secretsKey, 'object folder signatures'),
      clock,
    });

    let app: App | undefined;
    if (api) {
      await open(
        listen({
          url: config.databaseUrl,
          channel: 'daybook_report_ended',
          hear: endedReports.announce,
          missed: endedReports.announceAll,
          onError,
        }),
        (it: Listener) => it.close(),
      );
      const checkReady = async () => {
        await Promise.all([database.pool.query('select 1'), folder.check()]).catch((error: unknown) => {
          throw new DaybookError('UNAVAILABLE', undefined, { cause: error });
        });
      };
      app = await open(createApp({ context, storage: folder, folder, log, checkReady }), async (it) => {
        const closed = it.close();
        endedReports.announceAll();
        await closed;
      });
    }

    return {
      context,
      async listen() {
        if (!app) throw new Error('this Daybook has no role that listens');
        const address = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
          throw cannotListen(config, error);
        });
        baseUrl ||= address;
        return baseUrl;
      },
      async work() {
        if (!worker) throw new Error('this Daybook has no role that works');
        const source = await pool(config.sourceDatabaseUrl ?? config.databaseUrl, config.workerConcurrency + 1, 'daybook source'); // prettier-ignore
        const jobs: JobContext = { database, source, storage: folder, queue, clock, log };
        await queue.work<GenerateReportJob>(
          GENERATE_REPORT,
          {
            concurrency: config.workerConcurrency,
            concurrencyPerGroup: Math.max(1, config.workerConcurrency - 1),
          },
          (job) => generateReport(jobs, job),
        );
      },
      stop: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function deriveSecret(secretsKey: Buffer, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secretsKey, '', purpose, 32)).toString('hex');
}

function cannotListen(config: Config, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `Port ${config.port} is in use: stop what runs there, or choose another with PORT=4001 (PORT=0 takes a free one).`,
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartupError(`Cannot listen on ${config.host}:${config.port} (${message}): change HOST or PORT.`);
  }
  return error;
}
