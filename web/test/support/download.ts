import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

/** Does what starts a download in the page, and resolves to the file as it lies on the disk afterwards. */
export async function downloaded(
  page: Page,
  start: () => Promise<void>,
): Promise<{ name: string; bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-download-'));
  const devTools = await page.browser().target().createCDPSession();
  try {
    const browserContextId = page.browserContext().id;
    if (browserContextId === undefined) throw new Error('a page of the default profile');
    const names = new Map<string, string>();
    const done = new Promise<string>((resolve, reject) => {
      devTools.on(
        'Browser.downloadWillBegin',
        ({ guid, suggestedFilename }) => void names.set(guid, suggestedFilename),
      );
      devTools.on('Browser.downloadProgress', ({ guid, state }) => {
        if (state === 'completed') resolve(guid);
        if (state === 'canceled') reject(new Error('the browser gave up the download'));
      });
    });
    await devTools.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', browserContextId, downloadPath: folder, eventsEnabled: true }); // prettier-ignore
    const [guid] = await Promise.all([done, start()]);
    return { name: names.get(guid) ?? '', bytes: await readFile(join(folder, guid)) };
  } finally {
    await devTools.detach();
    await rm(folder, { recursive: true });
  }
}
