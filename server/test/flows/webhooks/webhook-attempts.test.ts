import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { HOUR_MS, WEBHOOK_BACK_BY_MS } from '../../../src/domain/limits.ts';
import { createTestStore, startDaybook } from '../../support/daybook.ts';
import { dumpDatabase } from '../../support/dump-database.ts';
import { openWorkerFleet, type WorkerFleet } from '../../support/faults/worker-fleet.ts';
import { openQueuedJobs } from '../../support/queued-jobs.ts';
import { endProcesses } from '../../support/servers/start-process.ts';
import { type Answering, verifyWebhook } from '../../support/servers/webhook-sink.ts';
import { createTestClock } from '../../support/test-clock.ts';
import {
  type Delivery,
  type Endpoint,
  openWebhookWorld,
  type WebhookWorld,
} from '../../support/webhook-world.ts';

/** The contract's waits: 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
const WAITS_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * 1_000); // prettier-ignore
const ATTEMPTS = 10;
const WORDS = 'words-that-nobody-needs-to-see';

/** What endpoints do, by their path, and what the log of deliveries then says of the last attempt. */
const TROUBLE: Readonly<Record<string, { answer: Answering; last: Partial<Delivery> }>> = {
  '/500': {
    answer: (response) => void response.writeHead(500).end(WORDS),
    last: { lastStatus: 500, lastFailure: null },
  },
  '/hang': { answer: () => {}, last: { lastStatus: null, lastFailure: 'TIMEOUT' } },
  '/302': {
    answer: (response) => void response.writeHead(302, { Location: '/elsewhere' }).end(),
    last: { lastStatus: 302, lastFailure: null },
  },
  '/reset': {
    answer: (response) => void response.socket?.resetAndDestroy(),
    last: { lastStatus: null, lastFailure: 'UNREACHABLE' },
  },
};
const answerByPath: Answering = (response, message) => {
  const trouble = TROUBLE[message.path];
  if (trouble) trouble.answer(response, message);
  else response.writeHead(204).end();
};

describe('a webhook that does not arrive', () => {
  let world: WebhookWorld;
  let fleet: WorkerFleet | undefined;
  afterEach(async () => {
    await fleet?.close();
    fleet = undefined;
    await endProcesses();
    await world.close();
  });

  it('is tried ten times over 75 hours, each wait within a tenth, with one id, signed each time; then the owner is told', async (t) => {
    world = await openWebhookWorld({ timeoutMs: 300 });
    const { clock, sink, mail } = world;
    sink.answerWith(answerByPath);
    const paths = Object.keys(TROUBLE);
    const endpoints = new Map<string, Endpoint>();
    for (const path of paths) endpoints.set(path, await world.listen(path, { note: `the one at ${path}` }));
    const sound = await world.listen('/sound', { eventTypes: ['REPORT_FAILED'] });
    const id = await world.queue();
    const startedAt = clock();
    const arrivedAt: number[] = [];
    let tried = 0;
    let furthest = 0;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await world.tried((tried += paths.length));
      while (arrivedAt.length < sink.received.length) arrivedAt.push(clock());
      if (attempt === ATTEMPTS) break;
      const rows = await world.query<{ due: Date; attempts: number; last: Date }>(
        `select due_at as due, attempts, last_attempt_at as last from daybook.webhook_deliveries where report_id is not null`,
      );
      const dues = rows.map(({ due }) => due.getTime());
      for (const { due, attempts, last } of rows) {
        assert.equal(attempts, attempt);
        const wait = WAITS_MS[attempt - 1] ?? 0;
        const offMs = Math.abs(due.getTime() - last.getTime() - wait);
        assert.ok(offMs <= wait / 10, `${offMs} ms off a wait of ${wait} ms`);
        furthest = Math.max(furthest, offMs / wait);
      }
      clock.advance(Math.min(...dues) - 1 - clock());
      // Another one goes through, and they wait.
      await world.store.call('POST', `/webhooks/${sound.id}/test`);
      await world.tried((tried += 1));
      arrivedAt.push(clock());
      assert.equal(sink.received.length, arrivedAt.length, 'nothing came before its time');
      assert.equal(sink.received.at(-1)?.path, '/sound');
      clock.advance(Math.max(...dues) - clock());
    }
    t.diagnostic(`the wait furthest from what is told was ${(furthest * 100).toFixed(2)} % away`);
    const hours = (clock() - startedAt) / HOUR_MS;
    t.diagnostic(`${ATTEMPTS} attempts in ${hours.toFixed(1)} hours`);
    assert.ok(hours > 75 * 0.9 && hours < 76 * 1.1, `${hours}`);

    for (const [path, endpoint] of endpoints) {
      const messages = sink.received
        .map((message, nth) => ({ message, at: arrivedAt[nth] ?? 0 }))
        .filter(({ message }) => message.path === path);
      assert.equal(messages.length, ATTEMPTS, path);
      assert.deepEqual(new Set(messages.map(({ message }) => message.headers['webhook-id'])).size, 1);
      assert.deepEqual(new Set(messages.map(({ message }) => message.body)).size, 1);
      for (const { message, at } of messages) {
        verifyWebhook(endpoint.secret, message, at);
        assert.equal(message.headers['webhook-timestamp'], String(Math.floor(at / 1_000)));
      }
      const [delivery] = await world.deliveries(endpoint);
      const over = { status: 'FAILED', attempts: ATTEMPTS, nextAttemptAt: null, reportId: id };
      assert.deepEqual({ ...delivery, ...over, ...TROUBLE[path]?.last }, delivery);
      assert.equal(delivery?.eventId, messages[0]?.message.headers['webhook-id']);
    }
    assert.ok(!sink.received.some(({ path }) => path === '/elsewhere'), 'no redirect is followed');
    await mail.until(paths.length, 'A webhook could not be delivered');
    clock.advance(240 * HOUR_MS);
    await world.store.call('POST', `/webhooks/${sound.id}/test`);
    await world.tried(tried + 1);
    assert.equal(sink.received.filter(({ path }) => path !== '/sound').length, paths.length * ATTEMPTS);
  });

  it('is told to the owner once a day for each endpoint, however much of it there is', async () => {
    world = await openWebhookWorld();
    const { clock, sink, mail } = world;
    await world.listen('/secret-part?key=secret-part', { note: '<b>\u202eA' });
    sink.answerWith((response) => void response.writeHead(503).end());
    await world.queue();
    await world.queue();
    await world.tried(2);
    await world.query(`update daybook.webhook_deliveries set attempts = ${ATTEMPTS - 1}`);
    clock.advance(HOUR_MS);
    await world.tried(4);
    const jobs = await openQueuedJobs(world.daybook.database.superUrl);
    await jobs.done();
    await jobs.close();
    const told = mail.received.filter(({ message }) => message.includes('could not be delivered'));
    assert.equal(told.length, 1);
    const [{ to, message } = { to: [], message: '' }] = told;
    assert.deepEqual(to, ['owner@example.com']);
    assert.ok(message.includes(new URL(sink.url).host) && message.includes('HTTP 503'));
    assert.ok(!message.includes('secret-part'), 'what may be a secret stays in the dashboard');
    const { html = '', text = '' } = await PostalMime.parse(message);
    assert.ok(text.includes('<b> A') && html.includes('&lt;b&gt; A'), text);
  });

  it('is given up with all the rest once the endpoint says 410, and the owner is told', async () => {
    world = await openWebhookWorld();
    const { clock, sink, store, mail } = world;
    sink.answerWith((response) => void response.writeHead(500).end());
    const endpoint = await world.listen('/hooks');
    const other = await world.listen('/other');
    await world.queue();
    await world.tried(2);
    clock.advance(1);
    sink.answerWith((response, { path }) => void response.writeHead(path === '/hooks' ? 410 : 204).end());
    await world.queue();
    await world.tried(4);
    assert.deepEqual((await world.deliveries(endpoint)).map(({ status, lastStatus }) => [status, lastStatus]), [['FAILED', 410], ['FAILED', 500]]); // prettier-ignore
    const { items } = (await store.call<{ items: Endpoint[] }>('GET', '/webhooks')).body.data;
    const goneAt = Object.fromEntries(items.map((item) => [item.id, item.goneAt]));
    assert.deepEqual(goneAt, { [other.id]: null, [endpoint.id]: new Date(clock()).toISOString() });
    await mail.until(1, 'A webhook endpoint was turned off');
    const { status, body } = await store.call('POST', `/webhooks/${endpoint.id}/test`);
    assert.deepEqual([status, body.code], [409, 'ENDPOINT_GONE']);
    await world.queue();
    await world.tried(5);
    clock.advance(100 * HOUR_MS);
    await world.tried(6);
    assert.equal(sink.received.filter(({ path }) => path === '/hooks').length, 2);
  });

  it('that a worker sent and died before noting is sent again under the same webhook-id', async () => {
    world = await openWebhookWorld({ working: false });
    const { sink, daybook } = world;
    sink.answerWith(() => {});
    const endpoint = await world.listen('/hooks');
    fleet = await openWorkerFleet(daybook);
    const victim = await fleet.start({ ALLOW_PRIVATE_WEBHOOKS: 'true' });
    await world.queue();
    await sink.until(1);
    await fleet.kill(victim);
    sink.answerWith((response) => void response.writeHead(204).end());
    const clock = createTestClock(Date.now() + WEBHOOK_BACK_BY_MS);
    const settings = { allowPrivateWebhooks: true };
    const next = await startDaybook({ on: daybook, clock, settings, log: world.lines.log });
    await world.tried(1);
    await next.stop();
    const [first, second] = sink.received;
    assert.ok(first && second && sink.received.length === 2);
    assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
    assert.equal(second.body, first.body);
    verifyWebhook(endpoint.secret, second, clock());
    const [delivery] = await world.deliveries(endpoint);
    assert.deepEqual([delivery?.status, delivery?.attempts], ['DELIVERED', 2]);
  });

  it('because its worker was told to stop is handed back, and the attempt does not count', async () => {
    world = await openWebhookWorld({ working: false });
    const { sink, daybook, clock } = world;
    sink.answerWith(() => {});
    const endpoint = await world.listen('/hooks');
    const settings = { allowPrivateWebhooks: true };
    const leaving = await startDaybook({ on: daybook, clock, settings });
    await world.queue();
    await sink.until(1);
    await leaving.stop();
    const [delivery] = await world.deliveries(endpoint);
    assert.deepEqual([delivery?.status, delivery?.attempts], ['PENDING', 0]);
    assert.equal(delivery?.nextAttemptAt, new Date(clock()).toISOString());
  });

  it('does not hold up those of other stores, however many endpoints never answer', async () => {
    world = await openWebhookWorld();
    const { sink, daybook } = world;
    const other = await createTestStore(daybook);
    sink.answerWith((response, { path }) => void (path === '/sound' && response.writeHead(204).end()));
    for (let nth = 0; nth < 18; nth += 1) await world.listen(`/hang-${nth}`);
    await world.listen('/sound', {}, other);
    await world.queue();
    await sink.until(4);
    await world.queue(other);
    await world.tried(1);
    assert.ok(sink.received.some(({ path }) => path === '/sound'));
    assert.equal(sink.received.length, 5, 'four places at a time for one store');
  });

  it('is reported without a word of what the endpoint said', async () => {
    world = await openWebhookWorld();
    const { sink, daybook, lines } = world;
    sink.answerWith((response) => void response.writeHead(400, { 'X-Words': WORDS }).end(WORDS));
    const endpoint = await world.listen('/hooks');
    await world.queue();
    await world.tried(1);
    const answer = await world.store.call('GET', `/webhooks/${endpoint.id}/deliveries`);
    const kept = await dumpDatabase(daybook.database.superUrl);
    assert.ok(kept.some(({ place }) => place.startsWith('daybook.webhook_deliveries')));
    for (const text of [JSON.stringify(answer.body), lines.text(), ...kept.map((cell) => cell.text)])
      assert.ok(!text.includes(WORDS));
  });
});
