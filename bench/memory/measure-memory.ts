import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { noS3, startS3 } from '../../server/test/support/servers/s3-server.ts';
import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { startServer } from '../latency/start-server.ts';
import { timeReport } from '../latency/time-report.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import type { Scenario } from '../scenario.ts';
import { startWorkerProcess } from '../worker-process.ts';

const MEBIBYTE = 2 ** 20;

/** How a worker may be started: nothing said, or as docs/operating.md advises where memory is short. */
const STARTS = { plain: '', small: '--max-semi-space-size=1' } as const;
type Start = keyof typeof STARTS;

type Measured = { readonly rows: number; readonly peakBytes: number; readonly seconds: number };
type Runs = Record<Start, Measured[]>;

/** What a worker of its own needs for a report of few and of many rows, both formats: its memory at its peak, its time per row. */
export const measureMemory: Scenario = async ({ database, folder, options, say, signal }) => {
  const books = openBooks(database);
  const storeId = await books.createStore();
  await books.close();
  say(`memory: filling in ${options.rows.toLocaleString('en-US')} payments`);
  await fillPayments(database.superUrl, storeId, options.rows);
  const s3 = noS3 === undefined ? await startS3() : undefined;
  const api = await startServer(database, folder, ['api']);
  const access = { baseUrl: api.baseUrl, storeId, secret: await api.createToken(storeId) };
  const { start, end } = FILLED_PERIOD;
  const measure = async (share: number, nodeOptions: string): Promise<Measured> => {
    signal.throwIfAborted();
    const files = await mkdtemp(join(folder, 'report-'));
    const worker = await startWorkerProcess(database, { folder: files, s3, nodeOptions });
    try {
      const period = { start, end: start + share * (end - start) };
      const { rowCount: rows, workMs } = await timeReport(access, period, ['CSV', 'JSON']);
      return { rows, peakBytes: await worker.peakBytes(), seconds: workMs / 1000 };
    } finally {
      await worker.stop();
      await rm(files, { recursive: true });
    }
  };
  try {
    const measured: Runs[] = [];
    for (const share of [0.1, 1]) {
      const runs: Runs = { plain: [], small: [] };
      for (let round = 1; round <= options.rounds; round += 1) {
        say(`memory: round ${round} of ${options.rounds}, ${share} of the rows`);
        for (const name of Object.keys(STARTS) as Start[])
          runs[name].push(await measure(share, STARTS[name]));
      }
      measured.push(runs);
    }
    return { table: memoryTable(measured as [Runs, Runs], s3 === undefined), raw: measured };
  } finally {
    await api.stop();
    await s3?.stop();
  }
};

function memoryTable([few, many]: [Runs, Runs], toFolder: boolean) {
  const median = (runs: readonly Measured[], of: (run: Measured) => number) => quantile(runs.map(of), 0.5);
  const peak = ({ peakBytes }: Measured) => peakBytes;
  const perRow = ({ seconds, rows }: Measured) => (seconds / rows) * 1e6;
  const starts = Object.keys(STARTS) as Start[];
  const manyToFew = (name: Start, of: (run: Measured) => number) => (median(many[name], of) / median(few[name], of)).toFixed(2); // prettier-ignore
  return {
    title: 'memory: one report of payments as CSV and JSON, a worker process of its own',
    head: ['rows', 'started with', 'peak MiB', 'seconds', 'µs per row'],
    rows: starts.flatMap((name) =>
      [few[name], many[name]].map((runs) => [
        (runs[0]?.rows ?? 0).toLocaleString('en-US'),
        STARTS[name],
        (median(runs, peak) / MEBIBYTE).toFixed(0),
        median(runs, ({ seconds }) => seconds).toFixed(1),
        median(runs, perRow).toFixed(2),
      ]),
    ),
    notes: [
      toFolder ? `Into a folder: ${noS3}.` : 'Into an S3-speaking server on the same machine.',
      ...starts.map(
        (name) => `Many to few, ${STARTS[name] || 'nothing said'}: ${manyToFew(name, peak)} of the memory, ${manyToFew(name, perRow)} of the time per row.`, // prettier-ignore
      ),
    ],
  };
}
