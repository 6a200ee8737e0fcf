import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { addMember } from '../../server/src/verbs/members/add.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

const OPERATOR = { kind: 'operator' } as const;

describe('API tokens in the dashboard', () => {
  let dashboard: Dashboard;
  let page: Page;
  let tokens: string;
  before(async () => {
    dashboard = await openDashboard();
    tokens = `${dashboard.server.baseUrl}/stores/${dashboard.store.storeId}/tokens`;
    page = await dashboard.signedIn();
  });
  after(() => dashboard.close());

  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  const secret = async (): Promise<string> => {
    const shown = await page.waitForSelector('code[aria-label="the secret"]');
    return (await shown?.evaluate((code) => code.textContent)) ?? '';
  };
  const status = async (token: string, path: string): Promise<number> => {
    const url = `${dashboard.server.baseUrl}/v2/core/stores/${dashboard.store.storeId}${path}`;
    return (await fetch(url, { headers: { Authorization: `Bearer ${token}` } })).status;
  };

  it('are made with what is ticked and nothing more; the secret, shown once, works', async () => {
    await page.goto(tokens);
    await button('New token').click();
    await page.locator('::-p-aria([name="Name"][role="textbox"])').fill('Warehouse export');
    await page.locator('::-p-aria([name="queue, cancel and retry reports"][role="checkbox"])').click();
    await lookAt(page, 'token-new');
    await page.setViewport({ width: 1440, height: 900 });
    await button('Make token').click();
    const token = await secret();
    assert.match(token, /^sk_live_[\w-]{43}$/);
    assert.equal(await status(token, '/reports'), 200);
    assert.equal(await status(token, '/payouts/ledger'), 403);
    await lookAt(page, 'tokens');
    await page.setViewport({ width: 1440, height: 900 });
    const line = await page.$eval('code[aria-label="the command"]', (code) => code.textContent);
    assert.ok(line?.includes(token));
    await page.reload();
    await page.waitForSelector('::-p-text(Warehouse export)');
    assert.ok(!(await page.content()).includes(token), 'shown this once');
  });

  it('get a new secret, which ends the old one, and are deleted, when that is confirmed', async () => {
    await button('New token').click();
    await page.locator('::-p-aria([name="Name"][role="textbox"])').fill('Rolled');
    await button('Make token').click();
    const first = await secret();
    await button('Roll secret Rolled').click();
    await lookAt(page, 'token-roll');
    await page.setViewport({ width: 1440, height: 900 });
    assert.equal(await status(first, '/reports'), 200, 'before it is confirmed');
    await button('Roll secret').click();
    await page.waitForFunction((old) => document.querySelector('code[aria-label="the secret"]')?.textContent !== old, {}, first); // prettier-ignore
    const second = await secret();
    assert.deepEqual([await status(first, '/reports'), await status(second, '/reports')], [401, 200]);
    await button('Delete Rolled').click();
    await button('Delete').click();
    await page.waitForFunction(() => !document.querySelector('tbody')?.textContent?.includes('Rolled'));
    assert.equal(await status(second, '/reports'), 401);
  });

  it('that sign are explained, and refused as bearers', async () => {
    await button('New token').click();
    await page.locator('::-p-aria([name="Name"][role="textbox"])').fill('Signs');
    await page.locator('::-p-text(It signs each request)').click();
    await page.waitForSelector('::-p-text(which nobody can replay)');
    await button('Make token').click();
    await page.waitForSelector('::-p-text(Requests are signed with it)');
    assert.equal(await status(await secret(), '/reports'), 401);
  });

  it('are for developers and up', async () => {
    const { server, store } = dashboard;
    const email = 'moderator@example.com';
    await addMember(server.context, OPERATOR, { storeId: store.storeId, email, role: 'MODERATOR' });
    page = await dashboard.signedIn(email);
    await page.goto(tokens);
    await page.waitForSelector('::-p-text(They are for developers and up)');
    assert.equal(await page.$('::-p-aria([name="New token"][role="button"])'), null);
  });
});
