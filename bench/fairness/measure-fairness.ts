import { activityLines } from '../activity-lines.ts';
import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { startServer } from '../latency/start-server.ts';
import { timeReport } from '../latency/time-report.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import type { Scenario } from '../scenario.ts';
import { startWorkerProcess } from '../worker-process.ts';

const BIG_ROWS_MAX = 1_000_000;
/** As many as one store may have under way. */
const BIG_REPORTS = 10;
const SMALL_ROWS = 1_000;
const CONCURRENCY = 4;
const IDLE_RUNS = 20;

/** How long one store waits for a small report while another one has as much under way as it may. */
export const measureFairness: Scenario = async ({ database, folder, options, say, signal }) => {
  const bigRows = Math.min(options.rows, BIG_ROWS_MAX);
  const books = openBooks(database);
  const [big, small] = [await books.createStore(), await books.createStore()];
  await books.record(small, activityLines('', SMALL_ROWS));
  await books.close();
  say(`fairness: filling in ${bigRows.toLocaleString('en-US')} payments`);
  await fillPayments(database.superUrl, big, bigRows);
  const api = await startServer(database, folder, ['api']);
  const worker = await startWorkerProcess(database, { folder, concurrency: CONCURRENCY });
  try {
    const access = async (storeId: string) => ({ baseUrl: api.baseUrl, storeId, secret: await api.createToken(storeId) }); // prettier-ignore
    const [ofBig, ofSmall] = [await access(big), await access(small)];
    const ask = async (): Promise<number> => {
      signal.throwIfAborted();
      return (await timeReport(ofSmall)).wholeMs;
    };
    say('fairness: alone');
    await ask();
    const alone: number[] = [];
    for (let run = 0; run < IDLE_RUNS; run += 1) alone.push(await ask());
    say(`fairness: beside ${BIG_REPORTS} big reports`);
    const start = performance.now();
    let done = false;
    const exports = Promise.all(
      Array.from({ length: BIG_REPORTS }, () => timeReport(ofBig, FILLED_PERIOD, ['CSV', 'JSON'])),
    ).finally(() => (done = true));
    exports.catch(() => {});
    const beside: number[] = [];
    while (!done) beside.push(await ask());
    const rows = (await exports).reduce((sum, report) => sum + report.rowCount, 0);
    const seconds = (performance.now() - start) / 1_000;
    return { table: fairnessTable({ alone, beside, rows, seconds }), raw: { alone, beside, rows, seconds } };
  } finally {
    await worker.stop();
    await api.stop();
  }
};

function fairnessTable({
  alone,
  beside,
  rows,
  seconds,
}: {
  alone: number[];
  beside: number[];
  rows: number;
  seconds: number;
}) {
  // prettier-ignore
  const row = (name: string, times: readonly number[]) => [
    name,
    `${times.length}`,
    ...[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(0)),
  ];
  return {
    title: `fairness: a report of ${SMALL_ROWS} payments, from POST to SUCCEEDED, milliseconds`,
    head: ['', 'reports', 'p50', 'p95', 'most'],
    rows: [row('alone', alone), row(`beside ${BIG_REPORTS} big ones of another store`, beside)],
    notes: [
      `The big ones: ${rows.toLocaleString('en-US')} rows in all, CSV and JSON, in ${seconds.toFixed(0)} s; one worker process, ${CONCURRENCY} reports at once.`,
    ],
  };
}
