/**
 * `npm run mail:preview`: writes every kind of mail into `.tmp/mail-preview/`, as HTML, as text, and as pictures of what a
 * mail program shows: light and dark, wide and on a phone.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import type { Mail } from '../../src/notify/mailer.ts';
import { type EndedReport, reportMail } from '../../src/notify/report-mail.ts';
import { signInMail } from '../../src/notify/sign-in-mail.ts';
import { openBrowser } from '../support/servers/browser.ts';

const FOLDER = fileURLToPath(new URL('../../../.tmp/mail-preview/', import.meta.url));
const WIDTHS = { wide: 680, phone: 360 };
const AT = new Date('2026-07-01T06:00:00Z');
const ADDRESSED = { id: 'preview', to: 'owner@example.com', at: AT };
const SITE = 'https://reports.example.com';
const REPORT = {
  id: 'rpt_01kz3q8w1h5v7n9x2b4c6d8f0g',
  storeTitle: 'Lumen Supply',
  typeTitle: 'Payment activity',
  periodStart: Date.parse('2026-04-01T00:00:00Z'),
  periodEnd: Date.parse('2026-07-01T00:00:00Z'),
};
const FILES = [
  { format: 'CSV', sizeBytes: 48_213_907 },
  { format: 'JSON', sizeBytes: 91_004_118 },
];
const DONE = {
  succeeded: true,
  rowCount: 184_213,
  files: FILES,
  expiresAt: Date.parse('2026-07-31T06:00:00Z'),
} as const;

const about = (report: EndedReport): Mail =>
  reportMail(
    { ...ADDRESSED, link: `${SITE}/stores/shp_01kz3q8w1h5v7n9x2b4c6d8f0g/reports/${report.id}` },
    report,
  );

const MAILS: Readonly<Record<string, Mail>> = {
  'sign-in': signInMail({ ...ADDRESSED, link: `${SITE}/sign-in#token=sml_${'x'.repeat(43)}` }),
  'report-ready': about({ ...REPORT, end: { ...DONE, head: undefined } }),
  'ledger-ready': about({
    ...REPORT,
    typeTitle: 'Balance ledger',
    end: { ...DONE, head: { sequence: 402_118, hash: '8f1d'.repeat(16) } },
  }),
  'report-failed': about({
    ...REPORT,
    end: { succeeded: false, reason: 'The files could not be stored; try again later.' },
  }),
  'strange-names': about({
    ...REPORT,
    storeTitle: `<b>A & "B"</b>\r\nBcc: evil@example.com ${'wide'.repeat(30)}`,
    end: { ...DONE, head: undefined },
  }),
};

async function takePictures(browser: Browser, name: string, html: string): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.setContent(html);
    for (const [size, width] of Object.entries(WIDTHS)) {
      await page.setViewport({ width, height: 500 });
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.screenshot({ path: join(FOLDER, `${name}.${size}.${scheme}.png`), fullPage: true });
      }
    }
  } finally {
    await page.close();
  }
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
try {
  for (const [name, { subject, text, html }] of Object.entries(MAILS)) {
    await writeFile(join(FOLDER, `${name}.html`), html);
    await writeFile(join(FOLDER, `${name}.txt`), `Subject: ${subject}\n\n${text}`);
    await takePictures(browser, name, html);
  }
} finally {
  await browser.close();
}
console.log(`${Object.keys(MAILS).length} mails as HTML, text and pictures are in ${FOLDER}`);
