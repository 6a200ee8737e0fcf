import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { adjustmentLine, payoutLine, refundLine } from '../../server/test/support/rows/activity-lines.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { recordDemo } from './support/record-demo.ts';

const FEES = { platformFeeAmount: 50, processingFeeAmount: 20 };
const SECOND = { createdAt: '2026-04-02T10:00:00Z', resolvedAt: '2026-04-02T10:00:00Z' };

describe('the overview', () => {
  let dashboard: Dashboard;
  let page: Page;
  let base: string;
  before(async () => {
    dashboard = await openDashboard();
    const { store, server } = dashboard;
    base = `${server.baseUrl}/stores/${store.storeId}`;
    await store.record([
      paymentLine('pmt_1', '2026-04-01T23:59:59.999Z', FEES),
      paymentLine('pmt_2', '2026-04-02T00:00:00Z', { ...FEES, totalAmount: 123_456, settledAmount: 123_386 }),
      refundLine('rfd_1', 'pmt_1', SECOND),
      adjustmentLine('adj_1', { createdAt: SECOND.createdAt }),
      payoutLine('pto_1', { createdAt: '2026-04-03T00:00:00Z' }),
    ]);
    await recordDemo(store, { days: 60, payments: 600 });
    page = await dashboard.signedIn();
  });
  after(() => dashboard.close());

  const figure = (title: string): Promise<string> =>
    page.$$eval(
      'dt',
      (terms, wanted) =>
        terms.find((term) => term.textContent === wanted)?.nextElementSibling?.textContent ?? '',
      title,
    );

  it('says what the days come to, in the currency itself and not its cents', async () => {
    await page.goto(`${base}?from=2026-04-01&to=2026-04-03`);
    await page.waitForSelector('dl.figures');
    assert.equal(await figure('Gross payments'), '1,244.56 USD2 payments');
    assert.equal(await figure('Fees'), '-1.40 USDof platform and processor');
    assert.equal(await figure('Refunds'), '-1.00 USD1 refund, 50.0% of payments');
    assert.equal(await figure('Disputes'), '0.00 USD0 disputes, 0.0% of payments');
    assert.equal(await figure('Payouts'), '-5.00 USDto the bank');
    assert.equal(await figure('Balance'), '1,236.76 USD0.00 USD before');
  });

  it('has the figures of each day for who cannot see the charts', async () => {
    await page.locator('::-p-aria([name="Show the figures of each day"][role="button"])').click();
    const rows = await page.$$eval('tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    assert.deepEqual(rows, [
      ['3 Apr 2026', '–', '–', '–', '–', '-5.00 USD', '–', '1,236.76 USD'],
      ['2 Apr 2026', '1,234.56 USD', '-0.70 USD', '-1.00 USD', '–', '–', '-0.40 USD', '1,241.76 USD'],
      ['1 Apr 2026', '10.00 USD', '-0.70 USD', '–', '–', '–', '–', '9.30 USD'],
    ]);
  });

  it('shows the last thirty days until somebody chooses others, and the address keeps the choice', async () => {
    await page.goto(base);
    await page.waitForSelector('canvas');
    assert.equal(
      await page.$eval('[role="radio"][data-state="on"]', (chosen) => chosen.textContent),
      '30 days30 days',
    );
    await lookAt(page, 'overview');
    await page.setViewport({ width: 1440, height: 900 });
    await page.locator('::-p-aria([name="7 days"][role="radio"])').click();
    await page.waitForFunction(() => location.search === '?days=7');
    await page.locator('::-p-aria([name="Custom"][role="radio"])').click();
    await page.waitForSelector('::-p-aria(First day, UTC)');
    assert.match(new URL(page.url()).search, /^\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$/);
  });

  it('says so where nothing happened', async () => {
    await page.goto(`${base}?from=2020-01-01&to=2020-01-31`);
    await page.waitForSelector('::-p-text(Nothing happened to the balance on these days)');
    assert.equal(await page.$('canvas'), null);
  });
});
