import chromium from '@sparticuz/chromium';
import { type Browser, launch } from 'puppeteer-core';

/**
 * A real Chromium, which comes with the dependencies on Linux x64; elsewhere PUPPETEER_EXECUTABLE_PATH has to name one.
 * Whoever opens it closes it.
 */
export async function openBrowser(): Promise<Browser> {
  return launch({
    executablePath: process.env['PUPPETEER_EXECUTABLE_PATH'] ?? (await chromium.executablePath()),
    // In a single process, a second profile would take the browser down.
    args: [...chromium.args.filter((arg) => arg !== '--single-process'), '--no-sandbox'],
    headless: 'shell',
  });
}
