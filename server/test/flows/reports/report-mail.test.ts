import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { DAY_MS, MINUTE_MS } from '../../../src/domain/limits.ts';
import { adjustmentLine } from '../../support/rows/activity-lines.ts';
import { createBrowser } from '../../support/dashboard.ts';
import {
  createTestStore,
  type ReportAnswer,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { createLogLines } from '../../support/log-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { openQueuedJobs, type QueuedJobs } from '../../support/queued-jobs.ts';
import { type SmtpSink, startSmtpSink } from '../../support/servers/smtp-sink.ts';
import { endProcesses } from '../../support/servers/start-process.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { openWorkerFleet, type WorkerFleet } from '../../support/faults/worker-fleet.ts';

const OWNER = 'owner@example.com';
const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const BACK_MAX_MS = 60_000;

describe('the mail about a report', () => {
  let daybook: TestDaybook;
  let jobs: QueuedJobs | undefined;
  const closing: (() => Promise<unknown>)[] = [];
  let fleet: WorkerFleet | undefined;
  afterEach(async () => {
    await fleet?.close();
    fleet = undefined;
    await endProcesses();
    await jobs?.close();
    jobs = undefined;
    await daybook.stop();
    for (const close of closing.splice(0)) await close();
  });

  async function startSink(options: Parameters<typeof startSmtpSink>[0] = {}): Promise<SmtpSink> {
    const sink = await startSmtpSink(options);
    closing.push(() => sink.close());
    return sink;
  }
  const openJobs = async () => (jobs = await openQueuedJobs(daybook.database.superUrl));
  async function queue(store: TestStore, type = 'PAYMENT_ACTIVITY'): Promise<string> {
    const { body } = await store.call<ReportAnswer>('POST', '/reports', {
      type,
      ...APRIL,
      formats: ['CSV', 'JSON'],
    });
    return body.data.id;
  }
  const ended = async (store: TestStore, id: string) =>
    (await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`)).body.data;
  const read = (sink: SmtpSink, nth = 0) => PostalMime.parse(sink.received[nth]?.message ?? '');

  it('tells the owner of a success: store, type, period, rows, sizes, and where it is in the dashboard', async () => {
    const sink = await startSink();
    daybook = await startDaybook({ smtpUrl: sink.url });
    const store = await createTestStore(daybook, { title: 'Lumen Supply' });
    await store.record([paymentLine('pmt_1', '2026-04-02T00:00:00Z')]);
    const id = await queue(store);
    await sink.until(1);
    assert.deepEqual(sink.received[0]?.to, [OWNER]);
    const mail = await read(sink);
    assert.equal(mail.subject, 'Payment activity is ready: Lumen Supply, 2026-04-01 to 2026-05-01');
    assert.equal(mail.messageId, `<${id}@localhost>`);
    const { files } = await ended(store, id);
    const sizes = (files as { format: string; sizeBytes: number }[]).map(({ format, sizeBytes }) => [format, `${sizeBytes} bytes`]); // prettier-ignore
    const link = `${daybook.baseUrl}/stores/${store.storeId}/reports/${id}`;
    for (const [name, value] of [
      ['Store', 'Lumen Supply'],
      ['Report', 'Payment activity'],
      ['Period', '2026-04-01 00:00 to 2026-05-01 00:00 UTC'],
      ['Rows', '1'],
      ...sizes,
    ]) {
      assert.match(mail.text ?? '', new RegExp(`^${name} +${value}\\r?$`, 'm'));
      assert.ok(mail.html?.includes(`>${value}</td>`), value);
    }
    assert.ok(mail.text?.includes(`\n${link}\n`) && mail.html?.includes(`href="${link}"`), mail.text);
    assert.match(mail.text ?? '', new RegExp(`^Ref: ${id}$`, 'm'));
    assert.ok(mail.html?.includes(`Ref: ${id}`));
    for (const part of [mail.text, mail.html]) assert.doesNotMatch(part ?? '', /objects|signature|X-Amz|<img|src=|url\(/i); // prettier-ignore
  });

  it('about the ledger says where its chain stood, as the head says it', async () => {
    const sink = await startSink();
    daybook = await startDaybook({ smtpUrl: sink.url });
    const store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_1', '2026-04-02T00:00:00Z'), adjustmentLine('adj_1')]);
    await queue(store, 'BALANCE_LEDGER');
    await sink.until(1);
    const { data } = (await store.call<{ sequence: number; hash: string }>('GET', '/payouts/ledger/head'))
      .body;
    const mail = await read(sink);
    assert.match(mail.text ?? '', new RegExp(`^Ledger head +entry ${data.sequence}$`, 'm'));
    for (const part of [mail.text, mail.html]) assert.ok(part?.includes(data.hash));
  });

  it('tells of a failure with its reason, and of what somebody cancelled nothing', async () => {
    const sink = await startSink();
    const clock = createTestClock();
    daybook = await startDaybook({ smtpUrl: sink.url, clock, working: false });
    const store = await createTestStore(daybook);
    const cancelled = await queue(store);
    await store.call('POST', `/reports/${cancelled}/cancel`);
    const id = await queue(store);
    // Nothing can be written where a file stands instead of the folder.
    const objects = join(daybook.folder, 'objects');
    await rm(objects, { recursive: true, force: true });
    await writeFile(objects, '');
    const worker = await startDaybook({ on: daybook, smtpUrl: sink.url, clock });
    closing.unshift(() => worker.stop());
    const report = await ended(store, id);
    assert.equal(report.status, 'FAILED');
    await (await openJobs()).done();
    assert.equal(sink.received.length, 1);
    const mail = await read(sink);
    assert.match(mail.subject ?? '', /^Payment activity could not be made: Test shop/);
    assert.ok(mail.text?.includes(String(report['errorMessage'])), mail.text);
    assert.match(mail.text ?? '', new RegExp(`^Ref: ${id}$`, 'm'));
    await worker.stop();
  });

  it('is not sent where the store has turned it off', async () => {
    const sink = await startSink();
    daybook = await startDaybook({ smtpUrl: sink.url });
    const store = await createTestStore(daybook);
    const body = { notifications: { reportReady: false } };
    const browser = createBrowser(daybook);
    browser.accessToken = await ownerToken(store);
    assert.equal((await browser.call('PUT', `/v2/stores/${store.storeId}/settings`, { body })).status, 200);
    await ended(store, await queue(store));
    await (await openJobs()).done();
    assert.deepEqual(sink.recipients, [OWNER], 'only the sign-in link');

    async function ownerToken({ storeId }: TestStore): Promise<string> {
      await browser.call('POST', '/v2/auth/magic-link', { body: { email: OWNER } });
      await sink.until(1);
      const token = /#token=(\S+)/.exec((await read(sink)).text ?? '')?.[1];
      const answer = await browser.call<{ accessToken: string }>('POST', '/v2/auth/session', {
        body: { token },
      });
      assert.ok(storeId);
      return answer.body.data.accessToken;
    }
  });

  it('comes once, within a minute, after its server was down, greylisted and slow for ten minutes; the report did not wait', async (t) => {
    const clock = createTestClock();
    const lines = createLogLines();
    const gone = await startSmtpSink();
    await gone.close();
    daybook = await startDaybook({ smtpUrl: gone.url, clock, log: lines.log });
    const store = await createTestStore(daybook);
    const id = await queue(store);
    assert.equal((await ended(store, id)).status, 'SUCCEEDED');
    await lines.until('was not sent');
    clock.advance(5 * MINUTE_MS);
    const later = await startSmtpSink({ port: gone.port, refuse: 451 });
    await lines.until('451 to RCPT TO');
    clock.advance(5 * MINUTE_MS);
    await later.close();
    const backAt = performance.now();
    // clock: the server is as slow as the test asked for
    const slowly = () => new Promise((done) => setTimeout(done, 500));
    const sink = await startSink({ port: gone.port, accepting: slowly });
    await sink.until(1);
    const tookMs = Math.round(performance.now() - backAt);
    await (await openJobs()).done();
    t.diagnostic(`sent ${tookMs} ms after the server was back`);
    assert.equal(sink.received.length, 1);
    assert.ok(tookMs < BACK_MAX_MS);
    assert.ok(!lines.text().includes('owner@'), 'no address in the log');
  });

  it('is given up after three days, and the log says of which report', async () => {
    const clock = createTestClock();
    const lines = createLogLines();
    const sink = await startSink({ refuse: 451 });
    daybook = await startDaybook({ smtpUrl: sink.url, clock, log: lines.log });
    const store = await createTestStore(daybook);
    const id = await queue(store);
    await lines.until('451 to RCPT TO');
    clock.advance(3 * DAY_MS + MINUTE_MS);
    await (await openJobs()).done();
    assert.equal(sink.received.length, 0);
    assert.match(lines.text(), new RegExp(`"reportId":"${id}"[^\\n]*given up`));
  });

  it('that a worker sent and died before noting is sent again under the same Message-ID', async () => {
    const accepting = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    const sink = await startSink({ accepting: () => (taken.resolve(), accepting.promise) });
    daybook = await startDaybook({ working: false });
    fleet = await openWorkerFleet(daybook);
    const store = await createTestStore(daybook);
    const settings = { SMTP_URL: sink.url, MAIL_FROM: 'Daybook <daybook@localhost>' };
    const victim = await fleet.start(settings);
    const id = await queue(store);
    await taken.promise;
    await fleet.kill(victim);
    accepting.resolve();
    await fleet.start(settings);
    await sink.until(2);
    const ids = (await Promise.all([read(sink, 0), read(sink, 1)])).map(({ messageId }) => messageId);
    assert.deepEqual(ids, [`<${id}@localhost>`, `<${id}@localhost>`]);
  });

  it('is to nobody else, and text stays text, whatever the store is called', async () => {
    const sink = await startSink();
    daybook = await startDaybook({ smtpUrl: sink.url });
    const titles = [
      'A\r\nBcc: evil@example.com',
      'A, "B" <evil@example.com>',
      '<img src=x onerror=alert(1)>&"\'',
      'Zoë\u202egnp.exe \u2028Bcc: evil@example.com',
      '=?utf-8?q?evil?=',
      'x'.repeat(256),
    ];
    for (const title of titles) {
      const store = await createTestStore(daybook, { title }).catch(() => undefined);
      // Refused when it was saved: that will do as well.
      if (!store) continue;
      const count = sink.received.length;
      await queue(store);
      await sink.until(count + 1);
      const mail = await read(sink, count);
      assert.deepEqual(sink.received[count]?.to, [OWNER]);
      const names = mail.headers.map(({ key }) => key);
      assert.ok(!names.includes('bcc') && !names.includes('cc'), names.join());
      assert.equal(names.length, new Set(names).size, 'each header once');
      assert.doesNotMatch(mail.html ?? '', /<img|onerror=alert\(1\)>|\u202e/);
      assert.doesNotMatch(mail.text ?? '', /^Bcc/m);
      assert.doesNotMatch(mail.subject ?? '', /[\r\n\u2028\u202e]/);
    }
    assert.ok(sink.received.length >= 3);
  });
});
