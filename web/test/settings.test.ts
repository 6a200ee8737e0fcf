import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard, OWNER } from './support/open-dashboard.ts';
import { recordDemo } from './support/record-demo.ts';

const COLLEAGUE = 'colleague@example.com';

describe('a store and an account in the dashboard', () => {
  let dashboard: Dashboard;
  let page: Page;
  let store: string;
  before(async () => {
    dashboard = await openDashboard();
    store = `${dashboard.server.baseUrl}/stores/${dashboard.store.storeId}`;
    await recordDemo(dashboard.store, { days: 10, payments: 120 });
    page = await dashboard.signedIn();
  });
  after(() => dashboard.close());

  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  const sees = (text: string, on = page) => on.waitForSelector(`::-p-text(${text})`);

  it('lets somebody in, gives them another role, and takes it from them', async () => {
    await page.goto(`${store}/members`);
    await sees('Owner: everything');
    await button('Add member').click();
    await page.locator('::-p-aria([name="E-mail address"][role="textbox"])').fill(COLLEAGUE);
    await button('Add').click();
    await sees('Viewer: sees and downloads');
    const colleague = await dashboard.signedIn(COLLEAGUE);
    await colleague.goto(`${store}/members`);
    await sees('for its administrators', colleague);
    await page.locator(`::-p-aria([name="Role of ${COLLEAGUE}"][role="combobox"])`).click();
    await page.locator('::-p-aria([role="option"][name="Administrator: members and settings too"])').click();
    await page.waitForFunction(() =>
      document.querySelector('tbody')?.textContent?.includes('Administrator: members'),
    );
    await colleague.goto(`${store}/members`);
    await sees(OWNER, colleague);
    await lookAt(page, 'members');
    await page.setViewport({ width: 1440, height: 900 });
    await button(`Remove ${COLLEAGUE}`).click();
    await button('Remove').click();
    await page.waitForFunction(
      (email) => !document.querySelector('tbody')?.textContent?.includes(email),
      {},
      COLLEAGUE,
    );
    await colleague.goto(`${store}/reports`);
    await sees('There is nothing here', colleague);
    dashboard.expectInConsole('404');
    dashboard.expectInConsole('403');
  });

  it('switches the e-mail about reports off and on', async () => {
    await page.goto(`${store}/settings`);
    const isOn = () => page.$eval('[role="switch"]', (control) => control.getAttribute('aria-checked'));
    await page.waitForSelector('[role="switch"]');
    assert.equal(await isOn(), 'true');
    await page.locator('[role="switch"]').click();
    await sees('Saved.');
    await page.reload();
    await page.waitForSelector('[role="switch"]');
    assert.equal(await isOn(), 'false');
    await lookAt(page, 'notifications');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('signs out here what was ended elsewhere', async () => {
    const other = await dashboard.signedIn();
    await page.goto(`${store}/sessions`);
    await sees('this one');
    await lookAt(page, 'sessions');
    await page.setViewport({ width: 1440, height: 900 });
    await button('End the session on Test browser').click();
    await button('End').click();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
    dashboard.expectInConsole('401');
    await other.locator('::-p-aria([name="Ledger"][role="link"])').click();
    await other.waitForSelector('::-p-aria(E-mail address)');
  });

  it('shows what programs asked for and who downloaded what', async () => {
    const { id } = (await dashboard.store.export({ type: 'BALANCE_LEDGER', periodStart: '2026-10-01T00:00:00Z', periodEnd: '2026-11-01T00:00:00Z' })).report; // prettier-ignore
    await page.goto(`${store}/api-logs`);
    await sees('POST /reports');
    await lookAt(page, 'request-log');
    await page.setViewport({ width: 1440, height: 900 });
    await page.locator('::-p-aria([name="Downloads"][role="link"])').click();
    await sees(id);
    await lookAt(page, 'downloads');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('has the ledger, newest first, by type and in pages', async () => {
    await page.goto(`${store}/ledger`);
    await sees('Payment received');
    await lookAt(page, 'ledger');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Older').click();
    await sees('Page 2 of');
    await page.locator('::-p-aria([name="Type of entry"][role="combobox"])').click();
    await page.locator('::-p-aria([role="option"][name="Payout"])').click();
    await page.waitForFunction(() => location.search === '?type=PAYOUT' && !/Payment received/.test(document.querySelector('tbody')?.textContent ?? '')); // prettier-ignore
  });
});
