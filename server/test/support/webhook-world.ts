import pg from 'pg';
import type { TraceSampling } from '../../src/domain/trace-sampling.ts';
import { type Answer, createTestStore, startDaybook, type TestDaybook, type TestStore } from './daybook.ts';
import { createLogLines, type LogLines } from './log-lines.ts';
import { type SmtpSink, startSmtpSink } from './servers/smtp-sink.ts';
import { startWebhookSink, type WebhookSink } from './servers/webhook-sink.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const TRIED = 'a webhook was tried';

export type Endpoint = {
  id: string;
  url: string;
  eventTypes: string[];
  note: string;
  goneAt: string | null;
  previousSecretUntil: string | null;
  secret: string;
};
export type Delivery = {
  id: string;
  eventId: string;
  eventType: string;
  reportId: string | null;
  status: string;
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  lastStatus: number | null;
  lastFailure: string | null;
  lastDurationMs: number | null;
};

/** A Daybook that may tell endpoints on this machine, one of them, its mail, and a clock that stands still. */
export type WebhookWorld = {
  readonly clock: TestClock;
  readonly sink: WebhookSink;
  readonly mail: SmtpSink;
  readonly daybook: TestDaybook;
  readonly lines: LogLines;
  /** Its own store. */
  readonly store: TestStore;
  /** An endpoint at this path of the sink. */
  listen(path: string, more?: Record<string, unknown>, store?: TestStore): Promise<Endpoint>;
  /** Queues a report; resolves to its id. */
  queue(store?: TestStore): Promise<string>;
  /** The deliveries of an endpoint, newest first. */
  deliveries(endpoint: Endpoint, store?: TestStore): Promise<Delivery[]>;
  /** Resolves once so many attempts, since the beginning, were made and noted. */
  tried(count: number): Promise<void>;
  /** As the superuser. */
  query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>;
  close(): Promise<void>;
};

/** `everyMs`: how often deliveries are looked for; the clock decides which are due. */
export async function openWebhookWorld(
  options: {
    timeoutMs?: number;
    working?: boolean;
    allowPrivate?: boolean;
    title?: string;
    traces?: TraceSampling;
  } = {},
): Promise<WebhookWorld> {
  const { timeoutMs, working = true, allowPrivate = true, title = 'Test shop', traces } = options;
  const clock = createTestClock();
  const sink = await startWebhookSink();
  const mail = await startSmtpSink();
  const lines = createLogLines();
  const daybook = await startDaybook({
    ...{ clock, working, log: lines.log, smtpUrl: mail.url },
    settings: { allowPrivateWebhooks: allowPrivate, traces },
    webhooks: { everyMs: 20, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  });
  const store = await createTestStore(daybook, { title });
  const superuser = new pg.Client({ connectionString: daybook.database.superUrl });
  await superuser.connect();
  const eventTypes = ['REPORT_SUCCEEDED', 'REPORT_FAILED'];
  return {
    ...{ clock, sink, mail, daybook, lines, store },
    async listen(path, more = {}, of = store) {
      const body = { url: sink.url + path, eventTypes, ...more };
      return dataOf(await of.call<Endpoint>('POST', '/webhooks', body));
    },
    async queue(of = store) {
      const body = { type: 'PAYMENT_ACTIVITY', ...APRIL };
      return dataOf(await of.call<{ id: string }>('POST', '/reports', body)).id;
    },
    async deliveries({ id }, of = store) {
      return dataOf(await of.call<{ items: Delivery[] }>('GET', `/webhooks/${id}/deliveries`)).items;
    },
    tried: (count) => lines.until(TRIED, count),
    query: async <Row extends pg.QueryResultRow>(text: string) => (await superuser.query<Row>(text)).rows,
    async close() {
      await superuser.end();
      await daybook.stop();
      await sink.close();
      await mail.close();
    },
  };
}

function dataOf<Data>({ status, body }: Answer<Data>): Data {
  if (status >= 300) throw new Error(`${status}: ${body.error}`);
  return body.data;
}
