import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createDemoSignIn } from '../../../src/embedded/demo/demo-sign-in.ts';
import { createBrowser, tokenIn } from '../../support/dashboard.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';

describe('the sign-in link of the demo store', () => {
  const demoSignIn = createDemoSignIn();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ standingLink: demoSignIn });
  });
  after(() => daybook.stop());

  /** The status, and whether a link came. */
  const linkFor = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      request(`${daybook.baseUrl}/v2/auth/demo-link`, { headers }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () =>
          resolve(`${response.statusCode} ${text.includes('#token=') ? 'link' : 'none'}`),
        );
      })
        .on('error', reject)
        .end();
    });

  it('is nowhere before there is a demo store, and then signs its owner in as often as it is opened', async () => {
    const browser = createBrowser(daybook);
    const ask = () => browser.call<{ url: string | null }>('GET', '/v2/auth/demo-link');
    assert.equal((await ask()).body.data.url, null);
    const { storeId } = await createTestStore(daybook, { ownerEmail: 'demo@example.com' });
    await demoSignIn.open(daybook.context, daybook.baseUrl, storeId);
    const { url } = (await ask()).body.data;
    for (const _time of [1, 2]) {
      const { status, body } = await browser.call<{ account: { email: string } }>(
        'POST',
        '/v2/auth/session',
        {
          body: { token: tokenIn(url ?? '') },
        },
      );
      assert.deepEqual([status, body.data.account.email], [200, 'demo@example.com']);
    }
  });

  it('is given to this machine alone: not through a proxy, not under a name that a stranger owns', async () => {
    const { port } = new URL(daybook.baseUrl);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
      assert.equal(await linkFor({ Host: host }), '200 link', host);
    for (const headers of [
      { Host: `rebound.example:${port}` },
      { Host: 'localhost.example' },
      { 'X-Forwarded-For': '127.0.0.1' },
      { Forwarded: 'for=127.0.0.1' },
    ])
      assert.equal(await linkFor(headers), '200 none', JSON.stringify(headers));
    assert.equal(await linkFor({ 'Sec-Fetch-Site': 'cross-site' }), '403 none');
  });
});
