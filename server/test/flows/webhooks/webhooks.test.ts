import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  createTestStore,
  type ReportAnswer,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../support/daybook.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { startWebhookSink, verifyWebhook, type WebhookSink } from '../../support/servers/webhook-sink.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
type Endpoint = { id: string; secret: string };

describe('a webhook', () => {
  let clock: TestClock;
  let sink: WebhookSink;
  let daybook: TestDaybook;
  let store: TestStore;
  beforeEach(async () => {
    clock = createTestClock();
    sink = await startWebhookSink();
    daybook = await startDaybook({ clock, settings: { allowPrivateWebhooks: true } });
    store = await createTestStore(daybook);
  });
  afterEach(async () => {
    await daybook.stop();
    await sink.close();
  });

  it('tells an endpoint that a report succeeded, signed so that the public library takes it', async () => {
    const made = await store.call<Endpoint>('POST', '/webhooks', { url: `${sink.url}/hooks`, eventTypes: ['REPORT_SUCCEEDED'] }); // prettier-ignore
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { report } = await store.export(APRIL);
    await sink.until(1);
    const [message] = sink.received;
    assert.ok(message);
    const told = verifyWebhook(made.body.data.secret, message, clock()) as { event: string; data: { report: ReportAnswer } }; // prettier-ignore
    assert.equal(told.event, 'REPORT_SUCCEEDED');
    assert.deepEqual(told.data.report, report);
  });
});
