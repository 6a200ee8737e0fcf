import { activityLines } from '../activity-lines.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import type { Scenario } from '../scenario.ts';
import { startServer } from './start-server.ts';
import { type ReportTimes, timeReport } from './time-report.ts';

const PAYMENTS = 1_000;
const WARM_UPS = 5;
const RUNS = 40;

/** How long a client waits for a small report while nobody else does, from its POST to the answer that says SUCCEEDED. */
export const measureLatency: Scenario = async ({ database, folder, say, signal }) => {
  const server = await startServer(database, folder);
  try {
    const books = openBooks(database);
    const storeId = await books.createStore();
    await books.record(storeId, activityLines('', PAYMENTS));
    await books.close();
    const access = { baseUrl: server.baseUrl, storeId, secret: await server.createToken(storeId) };
    say(`latency: ${RUNS} reports, one after the other`);
    const runs: ReportTimes[] = [];
    for (let run = -WARM_UPS; run < RUNS; run += 1) {
      signal.throwIfAborted();
      const times = await timeReport(access);
      if (times.rowCount !== PAYMENTS)
        throw new Error(`The report has ${times.rowCount} rows of ${PAYMENTS}.`);
      if (run >= 0) runs.push(times);
    }
    return { table: latencyTable(runs), raw: runs };
  } finally {
    await server.stop();
  }
};

function latencyTable(runs: readonly ReportTimes[]) {
  const row = (name: string, times: readonly number[]) => [
    name,
    ...[0.5, 0.95].map((share) => quantile(times, share).toFixed(1)),
  ];
  return {
    title: `latency: a report of ${PAYMENTS} payments on an idle server, ${RUNS} times, milliseconds`,
    head: ['', 'p50', 'p95'],
    rows: [
      row('POST to SUCCEEDED, as the client sees it', runs.map((run) => run.wholeMs)), // prettier-ignore
      row('  of it the answer to POST', runs.map((run) => run.postMs)), // prettier-ignore
      row('  of it the pick-up (createdAt to startedAt)', runs.map((run) => run.pickUpMs)), // prettier-ignore
      row('  of it the work (startedAt to completedAt)', runs.map((run) => run.workMs)), // prettier-ignore
    ],
    notes: [
      'API, worker and client share one process; the pick-up begins within the POST; server times are whole milliseconds.',
    ],
  };
}
