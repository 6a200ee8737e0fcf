import assert from 'node:assert/strict';
import type { Browser, Page } from 'puppeteer-core';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../../server/test/support/daybook.ts';
import { openBrowser } from '../../../server/test/support/servers/browser.ts';
import { createMailbox } from '../../../server/test/support/servers/mailbox.ts';

/** The address of the owner of the store that the dashboard is opened on. */
export const OWNER = 'owner@example.com';

/** The dashboard as it is served, in a real browser. Whoever opens it closes it. */
export type Dashboard = {
  readonly server: TestDaybook;
  readonly store: TestStore;
  /** A page of a browser profile of its own that nobody has signed in to. */
  stranger(): Promise<Page>;
  /** A page of a profile of its own, signed in by the mailed link; shows the overview of the person's only store. */
  signedIn(email?: string): Promise<Page>;
  /** Ends all, and fails if any page wrote an error into its console or asked another host for anything. */
  close(): Promise<void>;
  /** Takes note of lines in the console that the test provokes: they contain this. */
  expectInConsole(part: string): void;
};

export async function openDashboard(
  options: Parameters<typeof startDaybook>[0] & { store?: Parameters<typeof createTestStore>[1] } = {},
): Promise<Dashboard> {
  const mailbox = createMailbox();
  const { store: storeOptions, ...serverOptions } = options;
  const server = await startDaybook({ mailWritten: mailbox.mailWritten, ...serverOptions });
  const store = await createTestStore(server, { ownerEmail: OWNER, ...storeOptions });
  const browser: Browser = await openBrowser();
  const faults: string[] = [];
  const expected: string[] = [];

  async function stranger(): Promise<Page> {
    const page = await (await browser.createBrowserContext()).newPage();
    await page.setViewport({ width: 1440, height: 900 });
    page.setDefaultTimeout(10_000);
    // Where the machine names no language, Chromium makes up one that no page understands.
    const devTools = await page.createCDPSession();
    await devTools.send('Network.setUserAgentOverride', {
      userAgent: 'Test browser',
      acceptLanguage: 'en-GB',
    });
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warn')
        faults.push(`${line.text()} ${line.location().url ?? ''}`);
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== server.baseUrl && protocol.startsWith('http')) faults.push(`asked ${request.url()}`);
    });
    return page;
  }

  return {
    server,
    store,
    stranger,
    async signedIn(email = OWNER) {
      const page = await stranger();
      await page.goto(`${server.baseUrl}/sign-in`);
      await page.locator('::-p-aria(E-mail address)').fill(email);
      await page.locator('::-p-text(Mail me a sign-in link)').click();
      const { link } = await mailbox.next(email);
      await page.goto(link);
      await page.waitForSelector('nav[aria-label="Store"]');
      return page;
    },
    expectInConsole: (part) => void expected.push(part),
    async close() {
      await browser.close();
      await server.stop();
      assert.deepEqual(
        faults.filter((fault) => !expected.some((part) => fault.includes(part))),
        [],
        'a page wrote errors into its console, or asked another host',
      );
    },
  };
}
