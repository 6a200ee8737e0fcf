import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

const PICTURES = fileURLToPath(new URL('../../../.tmp/screenshots/', import.meta.url));
/** Pictures are for people, and cost more than all that is asserted here. */
const IS_PICTURED = process.env['DAYBOOK_TEST_PICTURES'] === '1';
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
/** A phone and a desk. */
const WIDTHS = [390, 1440];
/** Where it must fit as well: the narrowest phone, and the narrowest screen whose tables are tables. */
const FITS_TOO = [360, 801];
const THEMES = ['light', 'dark'];
const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
/** Nothing is being loaded, and two frames have been drawn since. */
const IS_AT_REST = `!document.querySelector('.rt-Skeleton, .rt-Spinner') &&
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`;

/**
 * Looks at a page as it stands, on a phone and on a desk, light and dark: nothing for axe to complain of, and nothing wider
 * than the screen. With DAYBOOK_TEST_PICTURES=1 it leaves a picture of each in `.tmp/screenshots/`.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const width of FITS_TOO) {
    await show(page, { width });
    await assertFits(page, name, width);
  }
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      await show(page, { width, theme });
      await assertFits(page, name, width);
      if (IS_PICTURED) await takePicture(page, `${name}-${width}-${theme}`);
      assert.deepEqual(await complaints(page), [], `axe about ${name}, ${theme}, ${width} px`);
    }
  }
}

async function show(page: Page, { width, theme }: { width: number; theme?: string }): Promise<void> {
  const reduced = { name: 'prefers-reduced-motion', value: 'reduce' };
  await page.emulateMediaFeatures(
    theme === undefined ? [reduced] : [reduced, { name: 'prefers-color-scheme', value: theme }],
  );
  await page.setViewport({ width, height: 900 });
  await page.waitForFunction(IS_AT_REST);
}

async function assertFits(page: Page, name: string, width: number): Promise<void> {
  assert.equal(await page.evaluate(TOO_WIDE), 0, `${name} is wider than a screen of ${width} px`);
}

async function takePicture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}

/** What lies behind a dialog is dimmed on purpose. */
const RUN = `axe.run(document.querySelector('[role=dialog], [role=alertdialog]') ?? document)`;

async function complaints(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(AXE);
  const { violations } = (await page.evaluate(RUN)) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
