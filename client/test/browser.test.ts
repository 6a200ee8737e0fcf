import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { tokenIn } from '../../server/test/support/dashboard.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { openBrowser } from '../../server/test/support/servers/browser.ts';
import { createMailbox } from '../../server/test/support/servers/mailbox.ts';
import { bundle } from './bundle.ts';
import { hmacToken } from './client-of-store.ts';

const OWNER = 'browser@example.com';

/** What runs in the page: the client as a page would use it. */
const PAGE = `
import { createSession, csvRows, Daybook, exportReport, month } from '@daybook/client';
const request = { type: 'PAYMENT_ACTIVITY', ...month('2026-04') };
async function idsOf(daybook) {
  const { stream } = await exportReport(daybook, request);
  const ids = [];
  for await (const row of csvRows(stream, { type: 'PAYMENT_ACTIVITY' })) ids.push(row.payment_id);
  return ids;
}
globalThis.exportWith = (credential, storeId) => idsOf(new Daybook({ baseUrl: location.origin, storeId, ...credential }));
const session = createSession(new Daybook({ baseUrl: location.origin }));
globalThis.requestLink = (email) => session.requestLink(email);
globalThis.signIn = (token) => session.start(token).then(({ account }) => account.email);
globalThis.exportSignedIn = async (storeId) => {
  const daybook = new Daybook({ baseUrl: location.origin, storeId, session });
  // Two calls that find no access token refresh once: the refresh token works once.
  await Promise.all([session.refresh(), session.refresh(), daybook.call('GET /v2/me')]);
  return idsOf(daybook);
};
globalThis.signOut = async () => {
  await session.end();
  return session.accessToken().then(() => 'still signed in', (error) => error.code);
};
globalThis.ready = true;
`;

describe('the client in a browser', () => {
  const mailbox = createMailbox();
  let server: TestDaybook;
  let store: TestStore;
  let browser: Browser;
  let page: Page;
  let refreshes = 0;
  before(async () => {
    server = await startDaybook({ mailWritten: mailbox.mailWritten });
    store = await createTestStore(server, { ownerEmail: OWNER });
    await store.record(['a', 'b', 'c'].map((id) => paymentLine(id, '2026-04-02T00:00:00Z')));
    browser = await openBrowser();
    page = await browser.newPage();
    const script = Buffer.from(await bundle(PAGE)).toString();
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (request.url().endsWith('/v2/auth/refresh')) refreshes += 1;
      if (!request.url().endsWith('/the-page')) return void request.continue();
      return void request.respond({
        contentType: 'text/html',
        body: `<script type="module">${script}</script>`,
      });
    });
    await page.goto(`${server.baseUrl}/the-page`);
    await page.waitForFunction('globalThis.ready');
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  const run = (call: string): Promise<unknown> => page.evaluate(call);

  it('exports with a token and with signatures, checking every byte', async () => {
    const hmac = await hmacToken(server, store, true);
    for (const credential of [{ token: store.secret }, { hmac }]) {
      const ids = await run(`exportWith(${JSON.stringify(credential)}, ${JSON.stringify(store.storeId)})`);
      assert.deepEqual(ids, ['a', 'b', 'c']);
    }
  });

  it('signs in by a link, exports as the account, refreshes once for all, and signs out', async () => {
    await run(`requestLink('${OWNER}')`);
    const { link } = await mailbox.next(OWNER);
    assert.equal(await run(`signIn('${tokenIn(link)}')`), OWNER);
    assert.deepEqual(await run(`exportSignedIn('${store.storeId}')`), ['a', 'b', 'c']);
    assert.equal(refreshes, 1);
    assert.equal(await run('signOut()'), 'UNAUTHENTICATED');
  });
});
