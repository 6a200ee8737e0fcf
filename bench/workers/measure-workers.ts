import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asSuperuser } from '../as-superuser.ts';
import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { interleavedRounds } from '../interleaved-rounds.ts';
import { startServer } from '../latency/start-server.ts';
import { timeReport } from '../latency/time-report.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { Scenario } from '../scenario.ts';
import { startWorkerProcess } from '../worker-process.ts';
import { clusterCpuSeconds } from './cluster-cpu-seconds.ts';

const ROWS_MAX = 1_000_000;
const REPORTS = 4;
const WORKERS = { 1: 1, 2: 2, 4: 4 } as const;
type Workers = `${keyof typeof WORKERS}`;

type Run = { readonly cpuPerMillion: number; readonly seconds: number };

/** What the same reports cost when more workers share them, each with one at once. */
export const measureWorkers: Scenario = async ({ database, folder, options, say, signal }) => {
  const rows = Math.min(options.rows, ROWS_MAX);
  const books = openBooks(database);
  // Of several stores, so that none takes more than its share of the places.
  const stores = await Promise.all(Array.from({ length: REPORTS }, () => books.createStore()));
  await books.close();
  say(`workers: filling in ${REPORTS} times ${rows.toLocaleString('en-US')} payments`);
  for (const storeId of stores) await fillPayments(database.superUrl, storeId, rows);
  const api = await startServer(database, folder, ['api']);
  try {
    const secrets = await Promise.all(stores.map((storeId) => api.createToken(storeId)));
    const names = Object.keys(WORKERS) as Workers[];
    const runs = await interleavedRounds(names, options.rounds, async (name, round): Promise<Run> => {
      signal.throwIfAborted();
      say(`workers: round ${round} of ${options.rounds}${round === 0 ? ' (warm-up)' : ''}: ${name}`);
      const files = await mkdtemp(join(folder, 'round-'));
      const workers = await Promise.all(
        Array.from({ length: Number(name) }, () =>
          startWorkerProcess(database, { folder: files, concurrency: 1 }),
        ),
      );
      try {
        const cpu = async (): Promise<number> => {
          const own = await Promise.all(workers.map((worker) => worker.cpuSeconds()));
          const ofPostgres = await asSuperuser(database.superUrl, clusterCpuSeconds);
          return own.reduce<number>((sum, seconds) => sum + (seconds ?? Number.NaN), ofPostgres);
        };
        const before = await cpu();
        const start = performance.now();
        const reports = await Promise.all(
          stores.map(
            (storeId, nth) =>
            timeReport({ baseUrl: api.baseUrl, storeId, secret: secrets[nth] as string }, FILLED_PERIOD, ['CSV', 'JSON']), // prettier-ignore
          ),
        );
        const seconds = (performance.now() - start) / 1_000;
        const written = reports.reduce((sum, report) => sum + report.rowCount, 0);
        return { cpuPerMillion: (((await cpu()) - before) / written) * 1e6, seconds };
      } finally {
        await Promise.all(workers.map((worker) => worker.stop()));
        // Gigabytes, each round.
        await rm(files, { recursive: true });
      }
    });
    return { table: workersTable(runs, rows), raw: runs };
  } finally {
    await api.stop();
  }
};

function workersTable(runs: Record<Workers, Run[]>, rows: number) {
  const cpu = (name: Workers) => runs[name].map((run) => run.cpuPerMillion);
  return {
    title: `workers: ${REPORTS} reports of ${rows.toLocaleString('en-US')} payments as CSV and JSON, shared by worker processes`,
    head: ['workers', 'seconds', 'CPU s per million rows', 'ratio to one'],
    rows: (Object.keys(WORKERS) as Workers[]).map((name) => [
      name,
      quantile(runs[name].map((run) => run.seconds), 0.5).toFixed(1), // prettier-ignore
      quantile(cpu(name), 0.5).toFixed(2),
      name === '1' ? '' : ratio(cpu(name), cpu('1')),
    ]),
    notes: [
      'CPU of the workers and of all of Postgres: it also looks for jobs, sweeps and writes what it has to.',
    ],
  };
}
