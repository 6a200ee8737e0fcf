import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { startWebhookSink, type WebhookSink } from '../../server/test/support/servers/webhook-sink.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

describe('webhooks in the dashboard', () => {
  let dashboard: Dashboard;
  let sink: WebhookSink;
  let page: Page;
  before(async () => {
    sink = await startWebhookSink();
    dashboard = await openDashboard({ settings: { allowPrivateWebhooks: true }, webhooks: { everyMs: 50 } });
    page = await dashboard.signedIn();
    await page.goto(`${dashboard.server.baseUrl}/stores/${dashboard.store.storeId}/webhooks`);
  });
  after(async () => {
    await dashboard.close();
    await sink.close();
  });

  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  const field = (name: string) => page.locator(`::-p-aria([name="${name}"][role="textbox"])`);
  const sees = (text: string) => page.waitForSelector(`::-p-text(${text})`);

  it('are added with an address; what the server refuses is said in its words', async () => {
    await sees('No endpoints yet');
    await button('Add endpoint').click();
    await field('Address').fill('ftp://example.com/hook');
    dashboard.expectInConsole('/webhooks');
    await button('Add').click();
    await page.waitForSelector('[role="dialog"] [role="alert"]');
    await lookAt(page, 'webhook-new');
    await page.setViewport({ width: 1440, height: 900 });
    await field('Address').fill(`${sink.url}/hook`);
    await field('Note').fill('Warehouse');
    await button('Add').click();
    const secret = await page.waitForSelector('code[aria-label="the secret"]');
    assert.match((await secret?.evaluate((code) => code.textContent)) ?? '', /^whsec_/);
    await lookAt(page, 'webhooks');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('are tested; the log has the answer, and says when there was none', async () => {
    await page.locator(`::-p-aria([name="${sink.url}/hook"][role="link"])`).click();
    await sees('Nothing yet');
    await button('Send a test').click();
    await sink.until(1);
    await sees('Delivered');
    await sees('204 after');
    sink.answerWith((response) => void response.writeHead(500).end());
    await button('Send a test').click();
    await sees('Given up');
    await sees('500 after');
    await lookAt(page, 'webhook');
    await page.setViewport({ width: 1440, height: 900 });
  });

  it('get a new secret with a day of both, and are deleted when that is confirmed', async () => {
    await button('Roll secret of this endpoint').click();
    await button('Roll secret').click();
    await sees('the old secret signs too');
    await page.waitForSelector('code[aria-label="the secret"]');
    await button('Delete this endpoint').click();
    await button('Delete').click();
    await sees('No endpoints yet');
  });
});
