import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

const SCREENSHOTS = fileURLToPath(new URL('../../../.tmp/screenshots/', import.meta.url));
const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const WIDTHS = [390, 1440];
/** Where it must fit as well: the narrowest phone, and the narrowest screen whose tables are tables. */
const FITS_TOO = [360, 801];
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
/** Nothing is being loaded, and two frames have been drawn since. */
const IS_AT_REST = `!document.querySelector('.rt-Skeleton, .rt-Spinner') &&
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`;

/**
 * Looks at a page as it stands, on a phone and on a desk, light and dark: a picture of each in `.tmp/screenshots/`, nothing
 * for axe to complain of, and nothing wider than the screen.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  for (const theme of ['light', 'dark']) {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    for (const width of [...FITS_TOO, ...WIDTHS]) {
      await page.setViewport({ width, height: 900 });
      await page.waitForFunction(IS_AT_REST);
      assert.equal(await page.evaluate(TOO_WIDE), 0, `${name} is wider than a screen of ${width} px`);
      if (!WIDTHS.includes(width)) continue;
      await page.screenshot({ path: `${SCREENSHOTS}${name}-${width}-${theme}.png`, fullPage: true });
      assert.deepEqual(await complaints(page), [], `axe about ${name}, ${theme}, ${width} px`);
    }
  }
}

/** What lies behind a dialog is dimmed on purpose. */
const RUN = `axe.run(document.querySelector('[role=dialog], [role=alertdialog]') ?? document)`;

async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = (await page.evaluate(RUN)) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
