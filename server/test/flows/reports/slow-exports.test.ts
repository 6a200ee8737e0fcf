import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDaybook, type ReportAnswer, type TestDaybook } from '../../support/daybook.ts';
import { prepareReportWork, type ReportWork } from '../../support/report-work.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { filesOfReport } from '../../support/files-of-report.ts';

const PAYMENTS = 4_000;
const TOLD_EVERY_MAX_MS = 2_000;
const ATTEMPT_MAX_MS = 1_500;
const BLOCKED_MAX_MS = 100;
const SLOWLY = 'where pg_sleep(0.001) is not null';
const TWENTYFOLD = ', generate_series(1, 20)';
const VIEW_TEXT = `select pg_get_viewdef('daybook.report_payment_activity') as text`;

type Report = ReportAnswer & {
  rowsWritten: number;
  errorCode: string;
  errorMessage: string;
  attempts: number;
};

describe('an export that takes its time', () => {
  let daybook: TestDaybook;
  let work: ReportWork;
  let payments: string | undefined;
  before(async () => {
    daybook = await startDaybook({ working: false });
    work = await prepareReportWork(daybook, PAYMENTS);
  });
  after(() => daybook.stop());

  /** Replaces what the report reads by the payments and this behind them. */
  async function readInstead(clause: string): Promise<void> {
    const ask = (text: string) => askPostgres<{ text: string }>(daybook.database.superUrl, text);
    payments ??= (await ask(VIEW_TEXT))[0]?.text.replace(/;\s*$/, '');
    await ask(
      `create or replace view daybook.report_payment_activity with (security_invoker = true) as ${payments} ${clause}`,
    );
  }

  async function look(id: string): Promise<Report> {
    return (await work.store.call<Report>('GET', `/reports/${id}?wait=1`)).body.data;
  }

  it('tells how many rows are written, more at least every two seconds', async (t) => {
    await readInstead(SLOWLY);
    const worker = await startDaybook({ on: daybook });
    const id = await work.queue();
    const seen: number[] = [];
    let newAt = 0;
    let longestMs = 0;
    for (let report = await look(id); report.status !== 'SUCCEEDED'; report = await look(id)) {
      assert.notEqual(report.status, 'FAILED', report.errorMessage);
      if (report.status !== 'PROCESSING' || report.rowsWritten === seen.at(-1)) continue;
      assert.ok(report.rowsWritten >= (seen.at(-1) ?? 0) && report.rowsWritten <= PAYMENTS);
      if (newAt > 0) longestMs = Math.max(longestMs, performance.now() - newAt);
      newAt = performance.now();
      seen.push(report.rowsWritten);
    }
    await worker.stop();
    t.diagnostic(`${seen.join(', ')}; the longest without news ${Math.round(longestMs)} ms`);
    assert.ok(seen.length >= 3);
    assert.ok(longestMs <= TOLD_EVERY_MAX_MS);
    await work.assertRight(id);
  });

  it('longer than an attempt may is ended, says so and is not tried again', async () => {
    await readInstead(SLOWLY);
    const worker = await startDaybook({ on: daybook, attemptMaxMs: ATTEMPT_MAX_MS });
    const id = await work.queue();
    const report = (await work.ended(id)) as Report;
    await worker.stop();
    assert.deepEqual([report.status, report.errorCode, report.attempts], ['FAILED', 'TIMED_OUT', 1]);
    assert.match(report.errorMessage, /shorter period/);
    assert.deepEqual(await filesOfReport(daybook, id), []);
  });

  it(`never holds up the other work of its process for more than ${BLOCKED_MAX_MS} ms`, async (t) => {
    await readInstead(TWENTYFOLD);
    const worker = await startDaybook({ on: daybook });
    const longestTurn = watchTurns();
    const ids = [await work.queue(), await work.queue()];
    for (const id of ids) assert.equal((await work.ended(id)).rowCount, 20 * PAYMENTS);
    const ms = longestTurn();
    await worker.stop();
    t.diagnostic(`the longest turn of the event loop took ${Math.round(ms)} ms`);
    assert.ok(ms <= BLOCKED_MAX_MS);
  });
});

/** The longest turn of the event loop: time in which its thread had the processor, not time in which others had it. */
function watchTurns(): () => number {
  let longestMs = 0;
  let wall = performance.now();
  let processor = process.threadCpuUsage();
  const ticking = setInterval(() => {
    const used = process.threadCpuUsage(processor);
    const ms = Math.min(performance.now() - wall, (used.user + used.system) / 1_000);
    longestMs = Math.max(longestMs, ms);
    wall = performance.now();
    processor = process.threadCpuUsage();
  }, 1);
  return () => {
    clearInterval(ticking);
    return longestMs;
  };
}
