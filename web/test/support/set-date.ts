import type { Page } from 'puppeteer-core';

/** Chooses a day in a date field: what typing does depends on the browser's language. */
export async function setDate(page: Page, name: string, day: string): Promise<void> {
  const field = await page.waitForSelector(`::-p-aria(${name})`);
  await field?.evaluate((input, value) => {
    const property = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    property?.set?.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, day);
}
