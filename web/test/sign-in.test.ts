import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDemoSignIn } from '../../server/src/embedded/demo/demo-sign-in.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard, OWNER } from './support/open-dashboard.ts';

describe('signing in', () => {
  const demoSignIn = createDemoSignIn();
  let dashboard: Dashboard;
  let reports: string;
  before(async () => {
    dashboard = await openDashboard({ standingLink: demoSignIn });
    reports = `/stores/${dashboard.store.storeId}/reports`;
  });
  after(() => dashboard.close());

  it('leads a stranger from any page to the sign-in, and back there by the mailed link', async () => {
    const { server, mailbox } = dashboard;
    const page = await dashboard.stranger();
    await page.goto(`${server.baseUrl}${reports}?tab=failed`);
    await page.locator('::-p-aria(E-mail address)').fill(OWNER);
    await lookAt(page, 'sign-in');
    await page.locator('::-p-aria([name="Mail me a sign-in link"][role="button"])').click();
    await page.waitForSelector('::-p-text(a link is on its way to it)');
    const { link } = await mailbox.next(OWNER);
    await page.goto(link);
    await page.waitForSelector('nav[aria-label="Store"]');
    await page.waitForSelector('::-p-text(No report has failed)');
    assert.equal(page.url(), `${server.baseUrl}${reports}?tab=failed`, 'without the secret');
  });

  it('says of a link that was used that it was, and offers another one', async () => {
    const { server, mailbox } = dashboard;
    const page = await dashboard.stranger();
    dashboard.expectInConsole('/v2/auth/session');
    await page.goto(`${server.baseUrl}/sign-in`);
    await page.locator('::-p-aria(E-mail address)').fill(OWNER);
    await page.locator('::-p-aria([name="Mail me a sign-in link"][role="button"])').click();
    const { link } = await mailbox.next(OWNER);
    await page.goto(link);
    await page.waitForSelector('nav[aria-label="Store"]');
    const other = await dashboard.stranger();
    await other.goto(link);
    await other.waitForSelector('::-p-text(This link has been used)');
    await other.waitForSelector('::-p-aria(E-mail address)');
  });

  it('keeps the session over a reload, and ends it at sign-out', async () => {
    const page = await dashboard.signedIn();
    await page.reload();
    await page.waitForSelector('nav[aria-label="Store"]');
    await page.locator(`::-p-aria(Account ${OWNER})`).click();
    await page.locator('::-p-text(Sign out)').click();
    await page.waitForSelector('::-p-aria(E-mail address)');
    await page.goto(`${dashboard.server.baseUrl}${reports}`);
    await page.waitForSelector('::-p-aria(E-mail address)');
  });

  it('has the link of the demo store on the page, where this machine runs one', async () => {
    const { server, store } = dashboard;
    const before = await dashboard.stranger();
    await before.goto(`${server.baseUrl}/sign-in`);
    await before.waitForResponse((response) => response.url().endsWith('/demo-link'));
    assert.equal(await before.$('::-p-text(Sign in to the demo store)'), null);
    await demoSignIn.open(server.context, server.baseUrl, store.storeId);
    const page = await dashboard.stranger();
    await page.goto(`${server.baseUrl}/sign-in`);
    await page.waitForSelector('::-p-text(Sign in to the demo store)');
    await lookAt(page, 'sign-in-demo');
    await page.locator('::-p-text(Sign in to the demo store)').click();
    await page.waitForSelector('nav[aria-label="Store"]');
  });
});
