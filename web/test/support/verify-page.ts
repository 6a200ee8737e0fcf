import { subscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Dashboard } from './open-dashboard.ts';

/** The page `/verify` as a person without an account has it open. */
export type VerifyPage = {
  readonly page: Page;
  /** Every request that reached the server since the page was ready. */
  readonly requests: readonly { method: string; path: string; sentBytes: number }[];
  /** Chooses files with the button, by the keyboard. */
  choose(...paths: string[]): Promise<void>;
  /** Presses the button and waits for the outcome. */
  verify(mostMs?: number): Promise<void>;
  /** What is written on the page now. */
  text(): Promise<string>;
  /** Of each step of the picture: `Holds`, `Does not hold` or `Not checked`. */
  steps(): Promise<Record<string, string>>;
  waitFor(text: string): Promise<void>;
};

export async function openVerifyPage(dashboard: Dashboard): Promise<VerifyPage> {
  const page = await dashboard.stranger();
  const requests: { method: string; path: string; sentBytes: number }[] = [];
  await page.goto(`${dashboard.server.baseUrl}/verify`, { waitUntil: 'networkidle0' });
  // Seen by the server, which runs in this process: a browser does not tell of all that its workers ask for.
  subscribe('http.server.request.start', (message) => {
    const { method = '', url = '', headers } = (message as { request: IncomingMessage }).request;
    requests.push({ method, path: url, sentBytes: Number(headers['content-length'] ?? 0) });
  });
  const text = (): Promise<string> => page.$eval('main', (main) => main.innerText);
  const waitFor = async (wanted: string): Promise<void> => {
    await page.waitForFunction((part) => document.body.innerText.includes(part), {}, wanted);
  };
  return {
    page,
    requests,
    text,
    waitFor,
    async choose(...paths) {
      const button = await page.locator('::-p-aria(Choose files[role="button"])').waitHandle();
      await button.focus();
      const asked = page.waitForFileChooser();
      // Once the page answers, it knows that somebody waits for the chooser.
      await page.evaluate('0');
      await page.keyboard.press('Enter');
      const chooser = await asked;
      await chooser.accept(paths);
      for (const path of paths) await waitFor(path.split('/').at(-1) as string);
    },
    async verify(mostMs = 30_000) {
      const button = await page.locator('::-p-aria(Verify[role="button"])').waitHandle();
      await button.focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('[aria-label="Outcome"], [role="alert"]', { timeout: mostMs });
    },
    async steps() {
      const lines = await page.$$eval('ol.proof > li', (items) =>
        items.map((item) => item.innerText.split('\n')),
      );
      return Object.fromEntries(lines.map(([title = '', state = '']) => [title, state] as const));
    },
  };
}

/** Writes files into a folder of their own, which is gone when the process ends; answers their paths by name. */
export async function filesOf<Name extends string>(
  files: Readonly<Record<Name, Uint8Array | string>>,
): Promise<Record<Name, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-verify-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const paths: Record<string, string> = {};
  for (const [name, bytes] of Object.entries<Uint8Array | string>(files)) {
    paths[name] = join(folder, name);
    await writeFile(paths[name], bytes);
  }
  return paths;
}
