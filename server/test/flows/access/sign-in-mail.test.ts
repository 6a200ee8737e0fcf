import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { MailError } from '../../../src/notify/mailer.ts';
import { messageOf } from '../../../src/notify/message.ts';
import { signInMail } from '../../../src/notify/sign-in-mail.ts';
import { createSmtpMailer } from '../../../src/notify/smtp-mailer.ts';
import { createBrowser, tokenIn } from '../../support/dashboard.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { createLogLines } from '../../support/log-lines.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { openQueuedJobs, type QueuedJobs } from '../../support/queued-jobs.ts';
import { type SmtpSink, startSmtpSink } from '../../support/servers/smtp-sink.ts';
import { createTestClock } from '../../support/test-clock.ts';

const OWNER = 'owner@example.com';
const SENDER = { name: 'Daybook', address: 'daybook@example.com' };

/** The text of a message: its plain part, decoded. */
function plainPart(message: string): string {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(message)?.[1] ?? '';
  return part.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))); // prettier-ignore
}
const linkIn = (message: string) => /^http\S+$/m.exec(plainPart(message))?.[0] ?? '';

describe('the mail with a sign-in link', () => {
  let daybook: TestDaybook;
  let jobs: QueuedJobs | undefined;
  const sinks: SmtpSink[] = [];
  afterEach(async () => {
    await jobs?.close();
    jobs = undefined;
    await daybook.stop();
    for (const sink of sinks.splice(0)) await sink.close();
  });
  const keep = (sink: SmtpSink): SmtpSink => (sinks.push(sink), sink);
  const openJobs = async () => (jobs = await openQueuedJobs(daybook.database.superUrl));
  const request = () =>
    createBrowser(daybook).call('POST', '/v2/auth/magic-link', { body: { email: OWNER } });

  it('goes out over SMTP, to one recipient, with a link that signs in', async () => {
    const sink = keep(await startSmtpSink());
    daybook = await startDaybook({ smtpUrl: sink.url });
    await createTestStore(daybook);
    await request();
    await sink.until(1);
    const [mail] = sink.received;
    assert.deepEqual([mail?.from, mail?.to], ['daybook@localhost', [OWNER]]);
    const message = mail?.message ?? '';
    assert.match(message, /^From: Daybook <daybook@localhost>\r$/m);
    assert.match(message, /^To: owner@example\.com\r$/m);
    assert.match(message, /^Message-ID: <[0-9a-f]{32}@localhost>\r$/m);
    assert.match(message, /^Auto-Submitted: auto-generated\r$/m);
    const link = linkIn(message);
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/sign-in#token=sml_/);
    assert.ok(message.includes('text/html'), 'with a twin in HTML');
    const started = await createBrowser(daybook).call('POST', '/v2/auth/session', { body: { token: tokenIn(link) } }); // prettier-ignore
    assert.equal(started.status, 200);
  });

  it('is sent once when the mail server is away at first, and leaves no address in the log or the queue', async () => {
    const gone = await startSmtpSink();
    await gone.close();
    const lines = createLogLines();
    daybook = await startDaybook({ smtpUrl: gone.url, log: lines.log });
    await createTestStore(daybook);
    const queue = await openJobs();
    assert.equal((await request()).status, 200);
    await lines.until('a sign-in link was not sent');
    const sink = keep(await startSmtpSink({ port: gone.port }));
    await sink.until(1);
    await queue.done();
    assert.equal(sink.received.length, 1);
    const token = tokenIn(linkIn(sink.received[0]?.message ?? ''));
    const started = await createBrowser(daybook).call('POST', '/v2/auth/session', { body: { token } });
    assert.equal(started.status, 200);
    assert.match(lines.text(), /ECONNREFUSED|ESOCKET|ECONNECTION/);
    const kept = `${lines.text()}\n${await queue.text()}`;
    assert.match(kept, /The mail was not handed over/);
    for (const secret of [OWNER, 'owner@', token, token.slice(4), 'srt_', 'eyJ']) assert.ok(!kept.includes(secret), secret); // prettier-ignore
  });

  it('is given up when the server says that there is no such mailbox, in words that do not name it', async () => {
    const sink = keep(await startSmtpSink({ refuse: 550 }));
    const lines = createLogLines();
    daybook = await startDaybook({ smtpUrl: sink.url, log: lines.log });
    await createTestStore(daybook);
    const queue = await openJobs();
    await request();
    await queue.done();
    assert.deepEqual(sink.recipients, [OWNER], 'asked once');
    assert.match(lines.text(), /550 to RCPT TO/);
    assert.ok(!`${lines.text()}${await queue.text()}`.includes('owner@'));
  });

  it('is tried again while the server says later, and dropped when the link would be too old', async () => {
    const clock = createTestClock();
    const sink = keep(await startSmtpSink({ refuse: 451 }));
    const lines = createLogLines();
    daybook = await startDaybook({ smtpUrl: sink.url, log: lines.log, clock });
    await createTestStore(daybook);
    const queue = await openJobs();
    await request();
    await lines.until('451 to RCPT TO');
    clock.advance(10 * 60_000);
    await queue.done();
    assert.ok(sink.recipients.length >= 1);
    assert.equal(sink.received.length, 0);
  });

  it('lies as a whole .eml file of mode 0600 in the outbox where there is no mail server', async () => {
    const mailbox = createMailbox();
    daybook = await startDaybook({ mailWritten: mailbox.mailWritten });
    await createTestStore(daybook);
    await request();
    const { link } = await mailbox.next(OWNER);
    const outbox = join(daybook.folder, 'outbox');
    const names = await readdir(outbox);
    assert.equal(names.length, 1);
    assert.match(names[0] ?? '', /^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{32}\.eml$/);
    const path = join(outbox, names[0] ?? '');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(outbox)).mode & 0o777, 0o700);
    const message = await readFile(path, 'utf8');
    assert.match(message, /^To: owner@example\.com\r$/m);
    assert.match(message, /^Date: .* \+0000\r$/m);
    assert.equal(linkIn(message), link);
  });
});

describe('a mail', () => {
  const mail = (to: string) =>
    signInMail({
      id: 'mail-1',
      to,
      link: 'https://books.example/sign-in#token=sml_"><script>',
      at: new Date(0),
    });

  const HOSTILE = ['a@x\r\nRCPT TO:<evil@example.com>', 'a@x\nBcc: evil@example.com', 'a@example.com, evil@example.com', '"evil@example.com" <a@example.com>', 'evil@example.com,a', 'a@example.com\u0000', '<a@example.com>', 'a@example.com (evil)']; // prettier-ignore
  it('goes to one plain address or to nobody, whatever came as one', async () => {
    const sink: SmtpSink = await startSmtpSink();
    const mailer = createSmtpMailer(sink.url, SENDER);
    for (const to of HOSTILE) {
      await assert.rejects(mailer.send(mail(to)), (error) => error instanceof MailError && error.final, JSON.stringify(to)); // prettier-ignore
    }
    for (const to of [
      "o'brien+tag@example.com",
      'weiß@example.com',
      'a%b@example.com',
      '!#$&*=?^_`{|}~@example.com',
    ])
      await mailer.send(mail(to));
    assert.deepEqual(sink.recipients, ["o'brien+tag@example.com", 'weiß@example.com', 'a%b@example.com', '!#$&*=?^_`{|}~@example.com']); // prettier-ignore
    await mailer.close();
    await sink.close();
  });

  it('has the same name when it is sent again, and what is put into it is text', () => {
    assert.deepEqual(messageOf(mail('a@example.com'), SENDER), messageOf(mail('a@example.com'), SENDER));
    const { html, messageId, disableFileAccess, disableUrlAccess } = messageOf(mail('a@example.com'), SENDER);
    assert.equal(messageId, '<mail-1@example.com>');
    assert.deepEqual([disableFileAccess, disableUrlAccess], [true, true]);
    assert.ok(!(html as string).includes('<script>'));
    assert.match(html as string, /sml_&quot;&gt;&lt;script&gt;/);
  });
});
