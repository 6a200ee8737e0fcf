import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createDemoSignIn } from '../../server/src/embedded/demo/demo-sign-in.ts';
import { addMember } from '../../server/src/verbs/members/add.ts';
import { downloaded } from './support/download.ts';
import { failedReport } from './support/failed-report.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { recordDemo } from './support/record-demo.ts';
import { setDate } from './support/set-date.ts';

const VIEWER = 'viewer@example.com';
const OPERATOR = { kind: 'operator' } as const;

describe('reports in the dashboard', () => {
  const demoSignIn = createDemoSignIn();
  let dashboard: Dashboard;
  let page: Page;
  let reports: string;
  before(async () => {
    dashboard = await openDashboard({ working: false, standingLink: demoSignIn, store: { openingBalance: 100_000, openingBalanceAt: '2020-01-01T00:00:00Z' } }); // prettier-ignore
    const { server, store } = dashboard;
    await recordDemo(store, { days: 100, payments: 400 });
    reports = `${server.baseUrl}/stores/${store.storeId}/reports`;
    // Nobody works yet, so no mail comes either.
    page = await dashboard.stranger();
    await page.goto(await demoSignIn.open(server.context, server.baseUrl, store.storeId));
    await page.waitForSelector('nav[aria-label="Store"]');
  });
  after(() => dashboard.close());

  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  const sees = (text: string) => page.waitForSelector(`::-p-text(${text})`);

  it('says where there is none yet', async () => {
    await page.goto(reports);
    await sees('No reports yet');
    await lookAt(page, 'reports-empty');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('makes one: the type, last month, both files; it waits, and can be cancelled', async () => {
    await page.locator('::-p-aria([name="New report"][role="link"])').click();
    await page.locator('::-p-text(Every change of the balance)').click();
    await page.locator('::-p-aria([name="JSON, for programs"][role="checkbox"])').click();
    await lookAt(page, 'new-report');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Generate report').click();
    await sees('Waiting for its turn');
    await lookAt(page, 'report-waiting');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Cancel').click();
    await sees('Cancelled');
  });

  it('tries a cancelled one again, shows it grow ready by itself, and hands out the very bytes', async () => {
    await button('Try again').click();
    await sees('Waiting for its turn');
    await dashboard.server.work();
    await sees('Ready');
    await sees('No. 1');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    for (const format of ['CSV', 'JSON']) {
      const { name, bytes } = await downloaded(page, () => button(`Download ${format}`).click());
      const answer = await dashboard.store.call<{ url: string }>('GET', `/reports/${id}/download/${format.toLowerCase()}`); // prettier-ignore
      const file = Buffer.from(await (await fetch(answer.body.data.url)).arrayBuffer());
      assert.ok(bytes.equals(file), format);
      assert.match(name, new RegExp(`\\.${format.toLowerCase()}$`));
    }
    const manifest = await downloaded(page, () => button('Download manifest').click());
    assert.match(manifest.name, /\.manifest\.json$/);
    const signed = (await dashboard.store.call('GET', `/reports/${id}/manifest`)).body.data;
    assert.deepEqual(JSON.parse(manifest.bytes.toString()), signed);
    await page.reload();
    await sees('The chain');
    await sees('token “test”');
    await lookAt(page, 'report-ready');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('explains a failed one and tries it again', async () => {
    const id = await failedReport(dashboard.server, dashboard.store.storeId);
    await page.goto(`${reports}?tab=failed`);
    await page.waitForSelector(`a[href$="${id}"]`);
    await page.goto(`${reports}/${id}`);
    await sees('The database could not be read');
    await lookAt(page, 'report-failed');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Try again').click();
    await sees('Ready');
    assert.ok(!page.url().endsWith(id), 'a new report, the failed one stays');
  });

  it('splits a period that is too long for one, and says so before', async () => {
    await page.goto(`${reports}/new`);
    await page.locator('::-p-aria([name="Custom"][role="radio"])').click();
    await setDate(page, 'First day', '2026-01-15');
    await setDate(page, 'Last day', '2026-05-14');
    await sees('This becomes 5 reports');
    await lookAt(page, 'new-report-long');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Generate 5 reports').click();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length >= 8);
    await page.waitForFunction(
      () => !/Waiting|Generating [1-9]/.test(document.querySelector('main')?.innerText ?? ''),
    );
    await lookAt(page, 'reports');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('sums each column of payments in every currency that it has', async () => {
    const until = new Date().toISOString();
    const { report } = await dashboard.store.export({ type: 'PAYMENT_ACTIVITY', periodStart: new Date(Date.parse(until) - 80 * 86_400_000).toISOString(), periodEnd: until }); // prettier-ignore
    await page.goto(`${reports}/${report.id}`);
    await sees('presentment amount');
    const sums = await page.$$eval('tbody tr', (rows) => rows.map((row) => row.textContent).find((text) => text?.startsWith('presentment'))); // prettier-ignore
    for (const currency of ['USD', 'EUR', 'JPY']) assert.ok(sums?.includes(currency), currency);
    await lookAt(page, 'report-payments');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('counts the reports under way before the limit of ten is met', async () => {
    await page.goto(`${reports}/new`);
    await page.locator('::-p-aria([name="Custom"][role="radio"])').click();
    await setDate(page, 'First day', '2025-01-15');
    await setDate(page, 'Last day', '2026-01-14');
    await sees('There is room for 10 more');
    assert.ok(await page.waitForSelector('button:disabled'));
  });

  it('shows a viewer what there is, offers nothing that changes it, and the server refuses it as well', async () => {
    const { server, store } = dashboard;
    await addMember(server.context, OPERATOR, { storeId: store.storeId, email: VIEWER, role: 'VIEWER' });
    page = await dashboard.signedIn(VIEWER);
    await page.goto(reports);
    await page.waitForSelector('tbody a');
    assert.equal(await page.$('::-p-aria([name="New report"][role="link"])'), null);
    assert.equal(await page.$('::-p-aria([name="Try again"][role="button"])'), null);
    await page.goto(`${reports}/new`);
    await sees('ask its owner for another role');
    const status = await page.evaluate(async (storeId) => {
      const refreshed = await fetch('/v2/auth/refresh', { method: 'POST' });
      const { data } = (await refreshed.json()) as { data: { accessToken: string } };
      const headers = { Authorization: `Bearer ${data.accessToken}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ type: 'BALANCE_LEDGER', periodStart: '2026-01-01T00:00:00Z', periodEnd: '2026-02-01T00:00:00Z' }); // prettier-ignore
      return (await fetch(`/v2/stores/${storeId}/reports`, { method: 'POST', headers, body })).status;
    }, store.storeId);
    assert.equal(status, 403);
    dashboard.expectInConsole('403');
  });
});
