import { type Db, PgBoss } from 'pg-boss';
import { StartupError } from '../domain/startup-error.ts';
import type { Transaction } from '../db/transaction.ts';
import { QUEUE_SCHEMA } from './queue-definition.ts';
import { inTraceOfJob, traceForJob, withoutTrace } from './trace-of-job.ts';

/** A job being worked on. */
export type Job<Data> = {
  readonly id: string;
  readonly data: Data;
  /** Fires when the claim on the job is lost or the process is stopping. */
  readonly signal: AbortSignal;
  /** Whether it fired because this process is stopping: only then is the job still this one's to give back. */
  isStopping(): boolean;
  /** Ends the job in the transaction of its effect, so that it is never given out again once the effect is there. */
  complete(transaction: Transaction): Promise<void>;
};

/** Sends and works jobs. Has never heard of what they are about. */
export type Queue = {
  /** Queues a job in the transaction of the change that caused it: no commit, no job. */
  send(transaction: Transaction, name: string, data: object, options?: SendOptions): Promise<void>;
  /** Calls `handler` for each job of the queue, `concurrency` at once. A handler that rejects has its job tried again. */
  work<Data extends object>(
    name: string,
    options: { concurrency: number; concurrencyPerGroup: number },
    handler: (job: Job<Data>) => Promise<void>,
  ): Promise<void>;
  /** Takes no more jobs, then waits up to `graceMs` for the running ones before it aborts them. Harmless twice. */
  stop(graceMs: number): Promise<void>;
};

export type SendOptions = {
  /** A UUID, where whoever sends the job needs to know it by; else any. */
  id?: string;
  /** Whether it goes before the jobs that wait already. */
  first?: boolean;
  /** Seconds from now before which the job is not taken up. */
  startAfterSeconds?: number;
  /** Jobs of one group share `concurrencyPerGroup`. */
  group?: string;
};

/** What pg-boss itself gets to note the end of jobs that our handlers have ended. */
const SETTLE_MS = 2_000;

type QueueOptions = {
  url: string;
  /** Names of the queues that have to be there. */
  queues: readonly string[];
  /** Whether jobs are worked here, and so waited for. */
  listen: boolean;
  onError: (error: Error) => void;
  /** Hears why a job failed; the queue itself keeps only the name and code of it. */
  onFailure: (error: unknown, queue: string) => void;
};

/** Opens the queue over pg-boss, whose schema was made by `migrateQueue`. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const boss = await startBoss(options);
  const stopping = new AbortController();
  const names = new Set<string>();
  const running = new Set<Promise<void>>();
  return {
    async send(transaction, name, data, { id, first, startAfterSeconds, group } = {}) {
      await boss.send(
        name,
        { ...data, ...traceForJob() },
        {
          db: asDatabase(transaction),
          ...(id === undefined ? {} : { id }),
          ...(first ? { priority: 1 } : {}),
          ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
          ...(group === undefined ? {} : { group: { id: group } }),
        },
      );
    },
    async work<Data extends object>(
      name: string,
      { concurrency, concurrencyPerGroup }: { concurrency: number; concurrencyPerGroup: number },
      handler: (job: Job<Data>) => Promise<void>,
    ) {
      await boss.work<Data, void>(
        name,
        {
          localConcurrency: concurrency,
          localGroupConcurrency: concurrencyPerGroup,
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 1,
        },
        async (jobs) => {
          for (const { id, retryCount, data, signal } of jobs) {
            const handled = inTraceOfJob(name, data, () =>
              handler({
                id,
                data: withoutTrace(data),
                signal: AbortSignal.any([signal, stopping.signal]),
                isStopping: () => stopping.signal.aborted && !signal.aborted,
                async complete(transaction) {
                  await boss.complete(name, { id, retryCount }, null, { db: asDatabase(transaction) });
                },
              }),
            );
            running.add(handled);
            await handled
              .finally(() => running.delete(handled))
              .catch((error: unknown) => {
                options.onFailure(error, name);
                throw keptFailure(error);
              });
          }
        },
      );
      names.add(name);
    },
    async stop(graceMs) {
      await Promise.all([...names].map((name) => boss.offWork(name, { wait: false })));
      const abort = setTimeout(() => stopping.abort(), graceMs);
      // A fetch under way may still bring a job after the last one has ended.
      while (running.size > 0) await Promise.allSettled(running);
      clearTimeout(abort);
      stopping.abort();
      await boss.stop({ graceful: true, timeout: SETTLE_MS, close: true });
    },
  };
}

/** What may stand in a table: Postgres repeats values of rows in the words of an error and beside them. */
function keptFailure(error: unknown): Error {
  const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { name: 'unknown' };
  return new Error(`${[name, code].filter(Boolean).join(' ')}: the log of the worker says more`);
}

async function startBoss(options: QueueOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: options.url,
    options: '-c role=daybook_app',
    application_name: 'daybook queue',
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    max: 4,
    useListenNotify: options.listen,
    supervise: options.listen,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => options.onError(asError(error)));
  await boss.start();
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  if (options.queues.every((name) => known.has(name))) return boss;
  await boss.stop({ graceful: false, close: true });
  throw new StartupError(
    'the database has not all of the queues that this program needs: run "daybook-server migrate" with MIGRATE_DATABASE_URL',
  );
}

/** pg-boss hands on some errors as plain copies. */
function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  const { message, code } = error as { message?: string; code?: string };
  return Object.assign(new Error(message ?? 'the queue had trouble'), code === undefined ? {} : { code });
}

function asDatabase(transaction: Transaction): Db {
  return { executeSql: (text, values) => transaction.query(text, values) };
}
