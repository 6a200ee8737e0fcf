import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, afterEach, before, describe, it } from 'node:test';
import { createMetrics } from '../../../src/observe/metrics.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { openWebhookWorld, type WebhookWorld } from '../../support/webhook-world.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };

describe('the metrics', () => {
  let world: WebhookWorld;
  before(async () => {
    world = await openWebhookWorld({});
  });
  after(() => world.close());
  const scrape = async () => (await fetch(`${world.daybook.baseUrl}/metrics`)).text();
  /** Counted right after the commit that they tell of, which others see a moment earlier. */
  const untilCounted = async (line: string): Promise<string> => {
    for (;;) {
      const text = await scrape();
      if (text.split('\n').includes(line)) return text;
    }
  };

  it('count a report, its rows and bytes, the mail and the webhook about it', async () => {
    await world.listen('/hooks');
    const reportId = await world.queue();
    await world.tried(1);
    await untilCounted('daybook_webhook_deliveries_total{outcome="delivered"} 1');
    await untilCounted('daybook_mails_total{kind="report",outcome="sent"} 1');
    const text = await untilCounted(
      'daybook_reports_ended_total{type="PAYMENT_ACTIVITY",outcome="succeeded"} 1',
    );
    const { data: report } =
      (await world.store.call<{ rowCount: number; files: { format: string; sizeBytes: number }[] }>('GET', `/reports/${reportId}`)) // prettier-ignore
      .body;
    assert.ok(report.files.length > 0);
    for (const line of [
      'daybook_report_attempts_total{type="PAYMENT_ACTIVITY",outcome="succeeded"} 1',
      'daybook_report_waiting_seconds_count 1',
      'daybook_report_duration_seconds_count{type="PAYMENT_ACTIVITY"} 1',
      `daybook_report_rows_total{type="PAYMENT_ACTIVITY"} ${report.rowCount}`,
      ...report.files.map(({ format, sizeBytes }) => `daybook_report_bytes_total{format="${format}"} ${sizeBytes}`), // prettier-ignore
    ]) {
      assert.ok(text.split('\n').includes(line), line);
    }
  });

  it('count a webhook that is tried again', async () => {
    world.sink.answerWith((response) => void response.writeHead(500).end());
    await world.queue();
    await world.tried(2);
    await untilCounted('daybook_webhook_deliveries_total{outcome="retried"} 1');
  });

  it('count requests by route, and show neither paths nor anything of a store', async () => {
    const secret = 'a-secret-pasted-into-a-path';
    await fetch(`${world.daybook.baseUrl}/${secret}`);
    await world.store.call('GET', '/reports/rpt_unknown');
    await untilCounted('daybook_http_requests_total{method="GET",route="none",status="404"} 1');
    const route = '/v2/core/stores/:storeId/reports/:reportId';
    const text = await untilCounted(
      `daybook_http_requests_total{method="GET",route="${route}",status="400"} 1`,
    );
    assert.ok(!text.includes(secret));
    assert.doesNotMatch(text, /(shp|rpt|tok|whe|acc)_[A-Za-z0-9]|\bstore(_?id)?=/);
  });

  it('tell of the process, its pools and what is running', async () => {
    const text = await scrape();
    for (const wanted of [
      /^daybook_build_info\{version="[\d.]+\S*",node="24\.\S+"\} 1$/m,
      /^daybook_database_connections\{pool="main",state="idle"\} \d+$/m,
      /^daybook_database_connections\{pool="source",state="waiting"\} 0$/m,
      /^nodejs_eventloop_lag_p99_seconds \d/m,
      /^process_resident_memory_bytes \d/m,
    ])
      assert.match(text, wanted);
  });

  it('are for a caller on this machine only, by its own name and without a proxy', async () => {
    const { host, port } = new URL(world.daybook.baseUrl);
    const ask = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path: '/metrics', headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on('error', reject).end();
      });
    assert.equal(await ask({ host }), 200);
    assert.equal(await ask({ host: 'daybook.example.com' }), 404);
    assert.equal(await ask({ host, 'x-forwarded-for': '203.0.113.9' }), 404);
    assert.equal(await ask({ host, forwarded: 'for=203.0.113.9' }), 404);
  });
});

describe('the queues in the metrics', () => {
  let daybook: TestDaybook | undefined;
  afterEach(async () => {
    await daybook?.stop();
    daybook = undefined;
  });

  it('are as deep as what waits, on a port of its own where one is set, and then nowhere else', async () => {
    daybook = await startDaybook({ working: false, settings: { metricsPort: 0 } });
    const store = await createTestStore(daybook);
    for (const _ of [1, 2, 3]) await store.call('POST', '/reports', { type: 'PAYMENT_ACTIVITY', ...APRIL });
    const port = `http://127.0.0.1:${daybook.metricsPort}`;
    const text = await (await fetch(`${port}/metrics`)).text();
    assert.match(text, /^daybook_queue_jobs\{queue="generate-report",state="ready"\} 3$/m);
    assert.match(text, /^daybook_queue_jobs\{queue="generate-report",state="active"\} 0$/m);
    assert.match(text, /^daybook_queue_jobs\{queue="send-report-mail",state="ready"\} 0$/m);
    const [, oldest] = /^daybook_queue_oldest_ready_seconds\{queue="generate-report"\} (\S+)$/m.exec(text) ?? []; // prettier-ignore
    assert.ok(Number(oldest) > 0 && Number(oldest) < 60, oldest);
    assert.equal((await fetch(`${port}/`)).status, 404);
    assert.equal((await fetch(`${port}/metrics`, { method: 'POST' })).status, 404);
    assert.equal((await fetch(`${daybook.baseUrl}/metrics`)).status, 404);
  });

  it('are left out, and the rest is there, while the database does not answer', async () => {
    for (const queueDepths of [() => Promise.reject(new Error('gone')), () => new Promise<never>(() => {})]) {
      const metrics = createMetrics({ version: '0', pools: () => ({}), queueDepths });
      const text = await metrics.text();
      assert.doesNotMatch(text, /^daybook_queue_jobs\{/m);
      assert.match(text, /^daybook_build_info\{/m);
    }
  });

  it('refuse to start on a port that is taken, and name the setting', async () => {
    daybook = await startDaybook({ working: false, settings: { metricsPort: 0 } });
    const { metricsPort } = daybook;
    await assert.rejects(
      startDaybook({ on: daybook, settings: { metricsPort } }),
      /^StartupError: Port \d+ is in use: stop what runs there, or choose another with METRICS_PORT=/,
    );
  });
});
