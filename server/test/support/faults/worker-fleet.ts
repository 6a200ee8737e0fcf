import { resolve } from 'node:path';
import pg from 'pg';
import { startProcess, type ServerProcess } from '../servers/start-process.ts';
import type { TestDaybook } from '../daybook.ts';

/** A `daybook-server worker` as a process of its own. `number` is the one that reports name while it holds them. */
export type WorkerProcess = ServerProcess & { readonly number: number };

/** A report as the database has it right now. */
export type HeldReport = {
  id: string;
  status: string;
  attempts: number;
  claim: string | null;
  worker: number | null;
};

/** Real workers on the database and folder of a Daybook whose own worker does not run. */
export type WorkerFleet = {
  readonly workers: readonly WorkerProcess[];
  /** Starts one more. Resolves once it takes jobs. */
  start(settings?: Record<string, string>): Promise<WorkerProcess>;
  /** Kills it, as a power cut would, and forgets it. */
  kill(worker: WorkerProcess): Promise<void>;
  /** Asks it to stop and forgets it; resolves to its exit code. */
  stop(worker: WorkerProcess): Promise<number | string>;
  /** Every report, or those whose ids are given. */
  reports(ids?: readonly string[]): Promise<HeldReport[]>;
  /** Looks again and again until `found` returns something. */
  until<Found>(
    found: (reports: HeldReport[]) => Found | undefined | false,
    ids?: readonly string[],
  ): Promise<Found>;
  close(): Promise<void>;
};

/** How a process finds the database, the folder and the keys of this Daybook. */
export function settingsOf({ database, folder, context }: TestDaybook): Record<string, string> {
  return {
    DATABASE_URL: database.appUrl,
    DAYBOOK_DATA_DIR: resolve(folder),
    SECRETS_KEY: context.secretsKey.toString('base64'),
    LOG_LEVEL: 'info',
  };
}

export async function openWorkerFleet(daybook: TestDaybook): Promise<WorkerFleet> {
  const observer = new pg.Pool({ connectionString: daybook.database.superUrl, max: 4 });
  // The statement that was running rejects.
  observer.on('error', () => {});
  const workers: WorkerProcess[] = [];
  const forget = (worker: WorkerProcess) => void workers.splice(workers.indexOf(worker), 1);

  async function reports(ids?: readonly string[]): Promise<HeldReport[]> {
    const { rows } = await observer.query<HeldReport>(
      `select id, status, attempts, claim, worker from daybook.reports where $1::text[] is null or id = any ($1) order by id`,
      [ids ?? null],
    );
    return rows;
  }
  return {
    workers,
    async start(settings = {}) {
      const server = startProcess(['worker'], { ...settingsOf(daybook), ...settings });
      await server.until(/"worker":\d+.*"msg":"working"/);
      const worker = { ...server, number: Number(/"worker":(\d+)/.exec(server.printed())?.[1]) };
      workers.push(worker);
      return worker;
    },
    async kill(worker) {
      forget(worker);
      worker.child.kill('SIGKILL');
      await worker.ended();
    },
    async stop(worker) {
      forget(worker);
      worker.child.kill('SIGTERM');
      return worker.ended();
    },
    reports,
    async until(found, ids) {
      for (;;) {
        // Undefined while the database is away.
        const seen = await reports(ids).catch(() => undefined);
        const result = seen && found(seen);
        if (result !== undefined && result !== false) return result;
        await pause(10);
      }
    },
    async close() {
      for (const worker of [...workers]) {
        worker.child.kill('SIGCONT');
        worker.child.kill('SIGKILL');
        await worker.ended();
      }
      await observer.end();
    },
  };
}

/** Between two looks at what other processes do, and before a kill at a random moment. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms)); // clock: other processes cannot be awaited in this one's time
}
