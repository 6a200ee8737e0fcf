import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { insertDelivery } from '../../../src/db/webhook-deliveries.ts';
import { inStore } from '../../../src/db/transaction.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/limits.ts';
import { createTestStore, type ReportAnswer, startDaybook } from '../../support/daybook.ts';
import { verifyWebhook } from '../../support/servers/webhook-sink.ts';
import { type Endpoint, openWebhookWorld, type WebhookWorld } from '../../support/webhook-world.ts';

const BOTH = ['REPORT_SUCCEEDED', 'REPORT_FAILED'];
type Told = { event: string; id: string; timestamp: string; data: { report: ReportAnswer } };

describe('a webhook', () => {
  let world: WebhookWorld;
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await world.close();
  });

  const told = (nth: number, endpoint: Endpoint): Told =>
    verifyWebhook(endpoint.secret, world.sink.received[nth] as never, world.clock()) as Told;
  const report = async (id: string) =>
    (await world.store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`)).body.data;

  it('tells an endpoint that a report succeeded, as the API has it, signed so that the public library takes it', async () => {
    world = await openWebhookWorld();
    const endpoint = await world.listen('/hooks?a=b');
    const id = await world.queue();
    await world.tried(1);
    const [message] = world.sink.received;
    assert.deepEqual([message?.method, message?.path], ['POST', '/hooks?a=b']);
    assert.match(message?.headers['content-type'] ?? '', /^application\/json/);
    assert.match(endpoint.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const { event, id: eventId, timestamp, data } = told(0, endpoint);
    const now = await report(id);
    assert.deepEqual([event, timestamp, data], ['REPORT_SUCCEEDED', now['completedAt'], { report: now }]);
    assert.match(eventId, /^evt_[0-9a-z]{24}$/);
    assert.equal(message?.headers['webhook-id'], eventId);
    const [delivery] = await world.deliveries(endpoint);
    assert.deepEqual(
      { ...delivery, lastDurationMs: 0 },
      {
        ...{ id: delivery?.id, eventId, eventType: event, reportId: id, status: 'DELIVERED', attempts: 1 },
        ...{ nextAttemptAt: null, lastAttemptAt: new Date(world.clock()).toISOString(), lastStatus: 204 },
        ...{ lastFailure: null, lastDurationMs: 0, createdAt: new Date(world.clock()).toISOString() },
      },
    );
  });

  it('tells of a failure with its reason, of what somebody cancelled nothing, and nobody of what he did not ask for', async () => {
    world = await openWebhookWorld({ working: false });
    const { daybook, store, clock, sink } = world;
    const endpoint = await world.listen('/failures', { eventTypes: ['REPORT_FAILED'] });
    await world.listen('/successes', { eventTypes: ['REPORT_SUCCEEDED'] });
    const cancelled = await world.queue();
    await store.call('POST', `/reports/${cancelled}/cancel`);
    const id = await world.queue();
    // Nothing can be written where a file stands instead of the folder.
    const objects = join(daybook.folder, 'objects');
    await rm(objects, { recursive: true, force: true });
    await writeFile(objects, '');
    const settings = { allowPrivateWebhooks: true };
    const worker = await startDaybook({ on: daybook, clock, settings, log: world.lines.log });
    closing.push(() => worker.stop());
    await world.tried(1);
    assert.deepEqual(sink.received.map(({ path }) => path), ['/failures']); // prettier-ignore
    const { event, data } = told(0, endpoint);
    assert.deepEqual([event, data.report.id, data.report['errorCode']], ['REPORT_FAILED', id, 'STORAGE_UNAVAILABLE']); // prettier-ignore
    assert.equal(data.report['errorMessage'], (await report(id))['errorMessage']);
  });

  it('goes out once for each endpoint and report, however often somebody tells of its end', async () => {
    world = await openWebhookWorld();
    const { daybook, store, clock } = world;
    const endpoint = await world.listen('/hooks');
    const id = await world.queue();
    await world.tried(1);
    const [delivery] = await world.deliveries(endpoint);
    assert.equal(delivery?.eventId, id.replace('rpt_', 'evt_'), 'one end, one id');
    const again = await inStore(daybook.context.database, store.storeId, (transaction) =>
      insertDelivery(transaction, {
        ...{ id: `whd_${'0'.repeat(24)}`, endpointId: endpoint.id, eventId: delivery.eventId, body: '{}' },
        ...{ eventType: 'REPORT_SUCCEEDED', reportId: id, createdAt: clock() },
      }),
    );
    assert.equal(again, undefined);
  });

  it('stays JSON, one header line each, and the same bytes, whatever things are called', async () => {
    const title = '"},{"event":"X" \u2028 </script> \\u0000 {{7*7}} Zoë \u202e';
    world = await openWebhookWorld({ title });
    const note = '"\u2028<script>\\",';
    const endpoint = await world.listen('/a"b<c>%0d%0aX-Evil:1?q=\u2028é', { note });
    await world.queue();
    await world.tried(1);
    const [message] = world.sink.received;
    assert.deepEqual(Object.keys(told(0, endpoint)), ['event', 'id', 'timestamp', 'data']);
    assert.ok(message && !('x-evil' in message.headers));
    const { items } = (await world.store.call<{ items: Endpoint[] }>('GET', '/webhooks')).body.data;
    assert.deepEqual([items[0]?.note, items[0]?.url], [note, world.sink.url + message.path]);
  });

  it('is tested with a message of its own, tried once, one at a time', async () => {
    world = await openWebhookWorld();
    const { sink, store } = world;
    const endpoint = await world.listen('/hooks');
    const test = () => store.call<{ id: string; status: string }>('POST', `/webhooks/${endpoint.id}/test`);
    const first = await test();
    assert.deepEqual([first.status, first.body.data.status], [201, 'PENDING']);
    await world.tried(1);
    assert.deepEqual({ ...told(0, endpoint), id: '', timestamp: '' }, { event: 'TEST', id: '', timestamp: '', data: {} }); // prettier-ignore
    world.clock.advance(1);
    const answering = Promise.withResolvers<void>();
    sink.answerWith((response) => void answering.promise.then(() => response.writeHead(500).end()));
    const second = await test();
    await sink.until(2);
    assert.equal((await test()).body.data.id, second.body.data.id, 'it is under way already');
    answering.resolve();
    await world.tried(2);
    const [failed, delivered] = await world.deliveries(endpoint);
    assert.deepEqual([failed?.status, failed?.lastStatus, delivered?.status], ['FAILED', 500, 'DELIVERED']);
    world.clock.advance(100 * HOUR_MS);
    await test();
    await world.tried(3);
    assert.equal(sink.received.length, 3);
    assert.equal(world.mail.received.length, 0, 'whoever tests looks himself');
  });

  it('is signed with both secrets for a day after one was rolled, and shown each once', async () => {
    world = await openWebhookWorld();
    const { store, clock, sink } = world;
    const endpoint = await world.listen('/hooks');
    const rolled = await store.call<Endpoint>('POST', `/webhooks/${endpoint.id}/roll-secret`);
    const { secret, previousSecretUntil } = rolled.body.data;
    assert.notEqual(secret, endpoint.secret);
    assert.equal(previousSecretUntil, new Date(clock() + DAY_MS).toISOString());
    const test = async (count: number) => {
      await store.call('POST', `/webhooks/${endpoint.id}/test`);
      await world.tried(count);
    };
    clock.advance(DAY_MS - 1);
    await test(1);
    assert.equal(sink.received[0]?.headers['webhook-signature']?.toString().split(' ').length, 2);
    told(0, endpoint);
    told(0, { ...endpoint, secret });
    clock.advance(1);
    await test(2);
    assert.throws(() => told(1, endpoint), /No matching signature/);
    told(1, { ...endpoint, secret });
    const shown = JSON.stringify((await store.call('GET', '/webhooks')).body);
    for (const each of [secret, endpoint.secret]) assert.ok(!shown.includes(each.slice('whsec_'.length)));
  });

  it('endpoint made twice under one Idempotency-Key is one, and its secret is not shown again', async () => {
    world = await openWebhookWorld();
    const { daybook, store } = world;
    const path = `${daybook.baseUrl}/v2/core/stores/${store.storeId}/webhooks`;
    const post = async (url: string, body?: object) => {
      const headers = { Authorization: `Bearer ${store.secret}`, 'Content-Type': 'application/json', 'Idempotency-Key': 'one' }; // prettier-ignore
      const response = await fetch(url, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) }); // prettier-ignore
      const { data } = (await response.json()) as { data: Endpoint };
      return { status: response.status, replay: response.headers.get('idempotent-replay'), data };
    };
    const body = { url: `${world.sink.url}/hooks`, eventTypes: BOTH };
    const first = await post(path, body);
    const second = await post(path, body);
    assert.deepEqual([first.status, first.replay, second.status, second.replay], [201, null, 201, 'true']);
    assert.match(first.data.secret, /^whsec_/);
    assert.deepEqual(second.data, { ...first.data, secret: null });
    const { items } = (await store.call<{ items: Endpoint[] }>('GET', '/webhooks')).body.data;
    assert.equal(items.length, 1);
  });

  it('endpoint of a store is told nothing of another store, and shows it nothing', async () => {
    world = await openWebhookWorld();
    const { daybook, sink, store } = world;
    const other = await createTestStore(daybook, { ownerEmail: 'other@example.com' });
    const mine = await world.listen('/mine');
    const theirs = await world.listen('/theirs', {}, other);
    await world.queue(other);
    await world.tried(1);
    assert.deepEqual(sink.received.map(({ path }) => path), ['/theirs']); // prettier-ignore
    assert.equal((await world.deliveries(theirs, other)).length, 1);
    assert.deepEqual(await world.deliveries(mine), []);
    for (const [method, rest] of [
      ['GET', '/deliveries'],
      ['POST', '/test'],
      ['POST', '/roll-secret'],
      ['DELETE', ''],
    ])
      // prettier-ignore
      assert.equal((await store.call(method ?? '', `/webhooks/${theirs.id}${rest}`)).status, 404);
    const { items } = (await store.call<{ items: Endpoint[] }>('GET', '/webhooks')).body.data;
    assert.deepEqual(items.map(({ id }) => id), [mine.id]); // prettier-ignore
  });

  it('that waits for an endpoint which is deleted is never sent', async () => {
    world = await openWebhookWorld();
    const { sink, store, clock } = world;
    sink.answerWith((response) => void response.writeHead(500).end());
    const endpoint = await world.listen('/hooks');
    const other = await world.listen('/other');
    await world.queue();
    await world.tried(2);
    assert.equal((await store.call('DELETE', `/webhooks/${endpoint.id}`)).status, 200);
    clock.advance(HOUR_MS);
    await world.tried(3);
    assert.deepEqual(sink.received.map(({ path }) => path).toSorted(), ['/hooks', '/other', '/other']);
    assert.equal((await world.deliveries(other)).length, 1);
    assert.equal((await store.call('GET', `/webhooks/${endpoint.id}/deliveries`)).status, 404);
  });

  it('is forgotten after 30 days, with its answer', async () => {
    world = await openWebhookWorld();
    const { daybook, clock } = world;
    const endpoint = await world.listen('/hooks');
    await world.queue();
    await world.tried(1);
    const sweep = async () => (await daybook.sweep(AbortSignal.timeout(30_000))).swept.webhookDeliveries;
    clock.advance(30 * DAY_MS - 1);
    assert.equal(await sweep(), 0);
    clock.advance(1);
    assert.equal(await sweep(), 1);
    assert.deepEqual(await world.deliveries(endpoint), []);
  });
});

describe('a webhook endpoint', () => {
  let world: WebhookWorld;
  afterEach(() => world.close());

  it('may have a public https address only, and says what is wrong with another', async () => {
    world = await openWebhookWorld({ allowPrivate: false });
    const { store, sink } = world;
    const wrong = {
      'http://example.com/': 'must begin with https://',
      'ftp://example.com/': 'must begin with https://',
      'https://user:secret@example.com/': 'must hold no user name or password',
      'https://example.com/#a': 'must have no fragment (#…): it is never sent',
      'example.com': 'must be a URL such as https://example.com/hooks',
      [`https://example.com/${'é'.repeat(400)}`]: 'must have at most 2048 characters',
    };
    for (const [url, message] of Object.entries(wrong)) {
      const { status, body } = await store.call('POST', '/webhooks', { url, eventTypes: BOTH });
      assert.deepEqual([status, body.details], [400, [{ path: 'url', message }]], url);
    }
    const note = await store.call('POST', '/webhooks', { url: 'https://example.com/', eventTypes: BOTH, note: 'a\u0000' }); // prettier-ignore
    assert.deepEqual([note.status, note.body.details?.[0]?.path], [400, 'note']);
    const { port } = new URL(sink.url);
    const endpoint = await world.listen('', { url: `https://127.1:${port}/` });
    await store.call('POST', `/webhooks/${endpoint.id}/test`);
    await world.tried(1);
    const [delivery] = await world.deliveries(endpoint);
    assert.deepEqual([delivery?.status, delivery?.lastFailure], ['FAILED', 'ADDRESS_REFUSED']);
    assert.equal(sink.received.length, 0);
  });

  it('is one of 20 at most, of those that are made at once too', async () => {
    world = await openWebhookWorld();
    const { store } = world;
    for (let nth = 0; nth < 18; nth += 1) await world.listen('/hooks');
    const body = { url: world.sink.url, eventTypes: BOTH };
    // All five have come as far as they get before the first is through.
    await world.query('begin; lock table daybook.webhook_endpoints in exclusive mode');
    const asked = Array.from({ length: 5 }, () => store.call('POST', '/webhooks', body));
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    // Within a transaction Postgres shows the same picture again, unless it is told not to.
    while ((await world.query(waiting)).length < asked.length) await world.query('select pg_stat_clear_snapshot()'); // prettier-ignore
    await world.query('commit');
    const made = await Promise.all(asked);
    assert.equal(made.filter(({ status }) => status === 201).length, 2);
    const refused = made.filter(({ status }) => status !== 201).map(({ status, body: { code } }) => ({ status, code })); // prettier-ignore
    assert.deepEqual(
      refused,
      Array.from({ length: 3 }, () => ({ status: 409, code: 'TOO_MANY_ENDPOINTS' })),
    );
    const { items } = (await store.call<{ items: Endpoint[] }>('GET', '/webhooks')).body.data;
    assert.equal(items.length, 20);
  });
});
