import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

/** Compressed bytes of script before the first page stands. */
const FIRST_LOAD_MAX_BYTES = 200_000;

describe('the dashboard in trouble', () => {
  let dashboard: Dashboard;
  let page: Page;
  let ledger: string;
  let answer: ((request: HTTPRequest) => Promise<void>) | undefined;
  before(async () => {
    dashboard = await openDashboard();
    ledger = `${dashboard.server.baseUrl}/stores/${dashboard.store.storeId}/ledger`;
    page = await dashboard.signedIn();
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const isLedger = request.url().includes('/payouts/ledger');
      void (isLedger && answer ? answer(request) : request.continue());
    });
  });
  after(() => dashboard.close());

  const sees = (text: string) => page.waitForSelector(`::-p-text(${text})`, { timeout: 30_000 });
  const failure =
    (status: number, code: string, headers: Record<string, string> = {}) =>
    (request: HTTPRequest) =>
      request.respond({
        status,
        contentType: 'application/json',
        headers,
        body: JSON.stringify({ ok: false, error: 'Made to fail.', code, requestId: 'req_of_this_failure' }),
      });

  it('says that the server is gone, and goes on when it is back and somebody tries again', async () => {
    dashboard.expectInConsole('ERR_');
    answer = (request) => request.abort('connectionrefused');
    await page.goto(ledger);
    await sees('Daybook cannot be reached');
    await lookAt(page, 'trouble');
    await page.setViewport({ width: 1440, height: 900 });
    answer = undefined;
    await page.locator('::-p-text(Try again)').click();
    await sees('No entries yet');
  });

  it('says of a fault of the server what support needs, and of too many requests to wait', async () => {
    dashboard.expectInConsole('500');
    dashboard.expectInConsole('429');
    answer = failure(500, 'INTERNAL');
    await page.goto(ledger);
    await sees('req_of_this_failure');
    answer = failure(429, 'RATE_LIMITED', { 'Retry-After': '1' });
    await page.reload();
    await sees('Wait a moment');
  });

  it('shows that a slow server is being waited for', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = (request) => promise.then(() => request.continue());
    await page.reload();
    await page.waitForSelector('.rt-Skeleton');
    resolve();
    await sees('No entries yet');
    answer = undefined;
  });

  it('says so at an address that leads nowhere, and of a store that is not theirs', async () => {
    dashboard.expectInConsole('404');
    await page.goto(`${ledger}/nowhere`);
    await sees('There is nothing here');
    await page.goto(`${dashboard.server.baseUrl}/stores/shp_000000000000000000000000/ledger`);
    await sees('There is nothing here, or it is not yours to see');
  });

  it('is loaded under a policy without inline scripts, and in less than 200 kB of script', async (t) => {
    const fresh = await dashboard.stranger();
    const atSignIn = await countScripts(fresh);
    const response = await fresh.goto(`${dashboard.server.baseUrl}/sign-in`);
    await fresh.waitForSelector('form');
    const policy = response?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /script-src 'self';/);
    assert.doesNotMatch(policy, /script-src[^;]*unsafe/);
    assert.ok(atSignIn.bytes > 50_000 && atSignIn.bytes < FIRST_LOAD_MAX_BYTES, `${atSignIn.bytes} bytes`);
    const signedIn = await dashboard.signedIn();
    const onOverview = await countScripts(signedIn);
    await signedIn.reload();
    await signedIn.waitForSelector('::-p-text(Nothing happened to the balance)');
    t.diagnostic(`script of the first load: sign-in ${atSignIn.bytes} B, overview ${onOverview.bytes} B`);
    assert.ok(
      onOverview.bytes > 50_000 && onOverview.bytes < FIRST_LOAD_MAX_BYTES,
      `${onOverview.bytes} bytes`,
    );
  });
});

/** The compressed bytes of script that a page loads from now on, as a browser does that has nothing yet. */
async function countScripts(page: Page): Promise<{ bytes: number }> {
  const counted = { bytes: 0 };
  const scripts = new Set<string>();
  const devTools = await page.createCDPSession();
  await devTools.send('Network.enable');
  await devTools.send('Network.setCacheDisabled', { cacheDisabled: true });
  devTools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) counted.bytes += encodedDataLength;
  });
  return counted;
}
