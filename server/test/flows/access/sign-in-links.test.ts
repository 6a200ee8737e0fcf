import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { requestLink } from '../../../src/verbs/sessions/request-link.ts';
import { createBrowser, tokenIn } from '../../support/dashboard.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { openQueuedJobs, type QueuedJobs } from '../../support/queued-jobs.ts';
import { sentStatements } from '../../support/faults/sent-statements.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { askPostgres } from '../../support/ask-postgres.ts';

const OWNER = 'owner@example.com';
const MINUTE_MS = 60_000;

const ascending = (one: number, other: number) => one - other;

describe('a sign-in link', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  let daybook: TestDaybook;
  let jobs: QueuedJobs;
  before(async () => {
    daybook = await startDaybook({ clock, mailWritten: mailbox.mailWritten });
    jobs = await openQueuedJobs(daybook.database.superUrl);
    await createTestStore(daybook);
  });
  after(async () => {
    await jobs.close();
    await daybook.stop();
  });

  const nextHour = () => clock.advance(61 * MINUTE_MS);
  const request = (email: unknown, at = daybook) =>
    createBrowser(at).call('POST', '/v2/auth/magic-link', {
      body: { email },
      headers: { 'X-Request-Id': 'same' },
    });

  it('is asked for with the same answer, by the same statements, whether or not there is such an account', async () => {
    nextHour();
    // Without a worker: what depends on the account happens in its job.
    const apart = await startDaybook({ clock, working: false });
    try {
      await createTestStore(apart);
      await request(OWNER, apart);
      const known: { text?: string; headers?: Headers } = {};
      const unknown: typeof known = {};
      const forKnown = await sentStatements(apart, async () =>
        Object.assign(known, await request(OWNER, apart)),
      );
      const forUnknown = await sentStatements(apart, async () =>
        Object.assign(unknown, await request('nobody@example.com', apart)),
      );
      assert.equal(known.text, unknown.text);
      const named = (headers?: Headers) => [...(headers ?? [])].filter(([name]) => name !== 'date');
      assert.deepEqual(named(known.headers), named(unknown.headers));
      assert.ok(forKnown.length >= 4, forKnown.join('\n'));
      assert.deepEqual(forKnown, forUnknown);
      assert.ok(forKnown.every((text) => !/accounts|magic_links/.test(text)));
    } finally {
      await apart.stop();
    }
  });

  it('is mailed to nobody where there is no such account', async () => {
    nextHour();
    assert.equal((await request('nobody@example.com')).status, 200);
    await jobs.done();
    assert.equal(mailbox.waiting, 0);
  });

  it('finds the account whatever the case of its letters, and goes to the address the account has', async () => {
    nextHour();
    await createTestStore(daybook, { ownerEmail: 'Zoë.İnan@Example.com' });
    assert.equal((await request('  zoë.İnan@example.COM ')).status, 200);
    assert.equal((await mailbox.next('Zoë.İnan@Example.com')).to, 'Zoë.İnan@Example.com');
  });

  it('is mailed five times an hour to one address, and then silently not', async () => {
    nextHour();
    const texts = new Set<string>();
    for (let count = 0; count < 8; count += 1) texts.add((await request(OWNER)).text);
    await jobs.done();
    assert.equal(texts.size, 1);
    assert.equal(mailbox.waiting, 5);
    for (let count = 0; count < 5; count += 1) await mailbox.next(OWNER);
    clock.advance(59 * MINUTE_MS);
    await request(OWNER);
    await jobs.done();
    assert.equal(mailbox.waiting, 0);
    clock.advance(1 * MINUTE_MS);
    await request(OWNER);
    await mailbox.next(OWNER);
  });

  it('is given 20 times an hour to one network, whoever for; then 429 says how long to wait', async () => {
    nextHour();
    const email = (count: number) => `nobody-${count}@example.com`;
    await request(email(0));
    clock.advance(20 * MINUTE_MS);
    const answers = await Promise.all(Array.from({ length: 40 }, (_each, count) => request(email(count))));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(ascending), [...Array<number>(19).fill(200), ...Array<number>(21).fill(429)]); // prettier-ignore
    const refused = answers.find(({ status }) => status === 429);
    assert.equal(refused?.body.code, 'RATE_LIMITED');
    assert.match(refused?.body.error ?? '', /try again in 40 minutes/);
    assert.equal(refused?.headers.get('retry-after'), String(40 * 60));
    const other = await startDaybook({ on: daybook, clock, working: false });
    assert.equal((await request(email(1), other)).status, 429, 'it is counted over all processes');
    await other.stop();
    clock.advance(40 * MINUTE_MS);
    assert.equal((await request(email(2))).status, 200);
    assert.equal((await request(email(3))).status, 429);
  });

  it('is counted for a whole IPv6 network of 64 bits, which one household or server has to itself', async () => {
    nextHour();
    const from = (ip: string) => requestLink(daybook.context, { email: 'nobody@example.com', ip });
    for (let count = 0; count < 20; count += 1) assert.equal(await from(`2001:db8:1:2::${count}`), undefined);
    assert.deepEqual(await from('2001:db8:1:2:ffff:ffff:ffff:ffff'), { retryAfterSeconds: 3_600 });
    assert.equal(await from('2001:db8:1:3::1'), undefined);
    assert.equal(await from('192.0.2.1'), undefined);
  });

  const BAD = ['', 'nobody', '@', 'a@', '@b', 'a@b@c', 'a@x\r\nRCPT TO:<evil@example.com>', 'a@x\nBcc: evil@example.com', 'a,b@example.com', 'a@example.com,b@example.com', '"a b"@example.com', 'Evil <a@example.com>', 'a b@example.com', 'a@example.com;b@example.com', 'a@[127.0.0.1]', 'a\u0000@example.com', 'a\u200b@example.com', `${'x'.repeat(250)}@example.com`, 7, null, ['a@example.com'], { address: 'a@example.com' }]; // prettier-ignore
  it('is refused for what is no plain address, in words that do not repeat it', async () => {
    for (const email of BAD) {
      nextHour();
      const { status, body, text } = await request(email);
      assert.deepEqual([status, body.code, body.details?.[0]?.path], [400, 'INVALID_REQUEST', 'email'], JSON.stringify(email)); // prettier-ignore
      assert.ok(!text.includes('evil'));
    }
    await jobs.done();
    assert.equal(mailbox.waiting, 0);
  });

  it('is kept as its hash, and leaves nothing readable in the queue', async () => {
    nextHour();
    await request(OWNER);
    const { link } = await mailbox.next(OWNER);
    await jobs.done();
    const queued = await jobs.text();
    assert.match(queued, /send-sign-in-link/);
    const [kept] = await askPostgres<{ text: string }>(
      daybook.database.superUrl,
      'select string_agg(l::text, chr(10)) as text from daybook.magic_links l',
    );
    for (const secret of [
      tokenIn(link),
      tokenIn(link).slice(4),
      OWNER,
      Buffer.from(OWNER).toString('base64').slice(0, 16),
    ]) {
      assert.ok(!queued.includes(secret), secret);
      assert.ok(!kept?.text.includes(secret), secret);
    }
  });
});
