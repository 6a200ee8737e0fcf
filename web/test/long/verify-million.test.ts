import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';
import { writeLedgerFile } from '../../../bench/verify/write-ledger-file.ts';
import { type Dashboard, openDashboard } from '../support/open-dashboard.ts';
import { filesOf, openVerifyPage } from '../support/verify-page.ts';

const ROWS = 1_000_000;
/** Beyond what a process that only waits is kept waiting by the machine. */
const GAP_MAX_MS = 200;
const CHECK_MAX_MS = 300_000;

describe('the page Verify a file, with a million rows', () => {
  let dashboard: Dashboard;
  before(async () => {
    dashboard = await openDashboard();
  });
  after(() => dashboard.close());

  it('answers all the while', async (t) => {
    const { 'ledger.csv': path } = await filesOf({ 'ledger.csv': '' });
    await writeLedgerFile(path, ROWS);
    const verify = await openVerifyPage(dashboard);
    await verify.choose(path);
    const machine = monitorEventLoopDelay({ resolution: 4 });
    machine.enable();
    const started = performance.now();
    const gap = verify.page.evaluate(longestGapMs, CHECK_MAX_MS);
    await verify.verify(CHECK_MAX_MS);
    const seconds = (performance.now() - started) / 1_000;
    const longest = await gap;
    const waited = machine.max / 1e6;
    t.diagnostic(`${seconds.toFixed(1)} s for ${ROWS} rows`);
    t.diagnostic(
      `longest gap: ${longest.toFixed(0)} ms in the page, ${waited.toFixed(0)} ms in the idle test`,
    );
    assert.match(await verify.text(), /1 file, 1,000,000 rows/);
    assert.match(await verify.text(), /1,000,000 entries, 1 to 1,000,000: each fits its hash/);
    assert.ok(longest < GAP_MAX_MS + waited, `the page did not answer for ${longest} ms`);
  });
});

/** Runs in the page: ticks until there is an outcome. Milliseconds. */
function longestGapMs(mostMs: number): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    let [before, longest] = [start, 0];
    const ticking = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      if (!document.querySelector('[aria-label="Outcome"]') && now - start < mostMs) return;
      clearInterval(ticking);
      resolve(longest);
    }, 4);
  });
}
