import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { compose, type ComposedConfig, type ComposeOptions, type Daybook } from '../../src/compose.ts';
import type { Config } from '../../src/config.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { Permission } from '../../src/domain/permission.ts';
import { recordActivityBatch } from '../../src/verbs/activity/record.ts';
import { createStore } from '../../src/verbs/stores/create.ts';
import { createToken } from '../../src/verbs/tokens/create.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const TEMPORARY = fileURLToPath(new URL('../../../.tmp/', import.meta.url));
const OPERATOR = { kind: 'operator' } as const;
/** The operator key of every Daybook that tests start. */
export const OPERATOR_KEY = 'opk_0123456789abcdefghijklmnopqrstuv';
const ALL: Permission[] = ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ', 'WEBHOOKS_READ', 'WEBHOOKS_WRITE']; // prettier-ignore

/** The product as it is composed for real, on a database and a folder of its own. */
export type TestDaybook = Daybook & {
  readonly baseUrl: string;
  readonly database: TestDatabase;
  readonly folder: string;
};

type StartOptions = {
  clock?: Clock;
  working?: boolean;
  on?: TestDaybook;
  operated?: boolean;
  smtpUrl?: string;
  log?: Logger;
  /** Settings that the test wants otherwise. */
  settings?: Partial<
    Pick<
      Config,
      | 'port'
      | 'publicUrl'
      | 'redisUrl'
      | 'sourceDatabaseUrl'
      | 's3'
      | 'trustedProxies'
      | 'allowPrivateWebhooks'
      | 'metricsPort'
      | 'traces'
    >
  >;
  timeouts?: ComposeOptions['timeouts'];
  attemptMaxMs?: number;
  replayMaxMs?: number;
  s3Timeouts?: ComposeOptions['s3Timeouts'];
  mailWritten?: ComposeOptions['mailWritten'];
  webhooks?: ComposeOptions['webhooks'];
  standingLink?: ComposeOptions['standingLink'];
};

/**
 * Starts API and worker (`working: false` leaves the worker paused until `work()` is called); `on`: beside another one;
 * `operated: false`: without an operator key.
 */
export async function startDaybook(options: StartOptions = {}): Promise<TestDaybook> {
  const database = options.on?.database ?? (await createTestDatabase());
  await mkdir(TEMPORARY, { recursive: true });
  const folder = options.on?.folder ?? (await mkdtemp(join(TEMPORARY, 'daybook-')));
  const daybook = await compose(testConfig(options, database.appUrl, folder), {
    roles: ['api', 'worker'],
    log: options.log ?? pino({ level: process.env['DAYBOOK_TEST_LOG'] ?? 'silent' }),
    ...(options.clock ? { clock: options.clock } : {}),
    mailWritten: options.mailWritten,
    timeouts: options.timeouts,
    attemptMaxMs: options.attemptMaxMs,
    replayMaxMs: options.replayMaxMs,
    s3Timeouts: options.s3Timeouts,
    webhooks: options.webhooks,
    standingLink: options.standingLink,
  });
  const baseUrl = await daybook.listen();
  if (options.working !== false) await daybook.work();
  return {
    ...daybook,
    baseUrl,
    database,
    folder,
    async stop() {
      await daybook.stop();
      if (options.on) return;
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function testConfig(options: StartOptions, databaseUrl: string, dataDirectory: string): ComposedConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    dataDirectory,
    databaseUrl,
    migrateDatabaseUrl: undefined,
    sourceDatabaseUrl: undefined,
    secretsKey: options.on?.context.secretsKey ?? randomBytes(32),
    smtpUrl: options.smtpUrl,
    mailFrom: { name: 'Daybook', address: 'daybook@localhost' },
    operatorKey: options.operated === false ? undefined : OPERATOR_KEY,
    workerConcurrency: 4,
    logLevel: 'silent',
    demo: false,
    redisUrl: undefined,
    s3: undefined,
    trustedProxies: [],
    allowPrivateWebhooks: false,
    metricsPort: undefined,
    traces: undefined,
    ...options.settings,
  };
}

/** A store with a bearer token, and the calls a client would make with it. */
export type TestStore = {
  readonly storeId: string;
  readonly secret: string;
  /** Calls the Store API; `path` begins after the store. */
  call<Data = unknown>(method: string, path: string, body?: unknown, secret?: string): Promise<Answer<Data>>;
  /** Records activity the way a platform does. */
  record(lines: readonly object[]): Promise<void>;
  /** Queues a report, waits for it, and downloads every file. */
  export(request: {
    type?: string;
    periodStart: string;
    periodEnd: string;
    formats?: string[];
    formulaGuard?: boolean;
  }): Promise<{
    report: ReportAnswer;
    files: Record<string, Buffer>;
  }>;
};

export type Answer<Data> = {
  status: number;
  headers: Headers;
  body: {
    ok: boolean;
    data: Data;
    error: string;
    code: string;
    details?: { path: string; message: string }[];
  };
};
export type ReportAnswer = Record<string, unknown> & {
  id: string;
  status: string;
  rowCount: number;
  formats: string[];
};

let handles = 0;

/** Makes a store in a running Daybook. */
export async function createTestStore(
  daybook: TestDaybook,
  options: {
    currency?: string;
    ownerEmail?: string;
    title?: string;
    permissions?: Permission[];
    openingBalance?: number;
    openingBalanceAt?: string;
  } = {},
): Promise<TestStore> {
  const {
    currency = 'USD',
    permissions = ALL,
    ownerEmail = 'owner@example.com',
    title = 'Test shop',
    ...opening
  } = options;
  handles += 1;
  const store = await createStore(daybook.context, OPERATOR, {
    title,
    handle: `test-${handles}-${randomBytes(4).toString('hex')}`,
    currency,
    country: 'GB',
    ownerEmail,
    ...opening,
  });
  const { secret } = await createToken(daybook.context, OPERATOR, {
    storeId: store.id,
    name: 'test',
    permissions,
    mode: 'BEARER',
  });
  return testStore(daybook, store.id, secret);
}

function testStore(daybook: TestDaybook, storeId: string, secret: string): TestStore {
  const base = `${daybook.baseUrl}/v2/core/stores/${storeId}`;
  async function call<Data>(
    method: string,
    path: string,
    body?: unknown,
    as = secret,
  ): Promise<Answer<Data>> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${as}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer<Data>['body'],
    };
  }
  return {
    storeId,
    secret,
    call,
    async record(lines) {
      await recordActivityBatch(daybook.context, OPERATOR, {
        storeId,
        lines: lines.map((line) => JSON.stringify(line)),
      });
    },
    async export(request) {
      const created = await call<ReportAnswer>('POST', '/reports', { type: 'PAYMENT_ACTIVITY', ...request });
      if (created.status !== 201) throw new Error(`${created.status}: ${created.body.error}`);
      let report = created.body.data;
      while (report.status !== 'SUCCEEDED' && report.status !== 'FAILED') {
        report = (await call<ReportAnswer>('GET', `/reports/${report.id}?wait=30`)).body.data;
      }
      if (report.status !== 'SUCCEEDED')
        throw new Error(`the report failed: ${String(report['errorMessage'])}`);
      const files: Record<string, Buffer> = {};
      for (const format of report.formats) {
        const { body } = await call<{ url: string }>(
          'GET',
          `/reports/${report.id}/download/${format.toLowerCase()}`,
        );
        const response = await fetch(body.data.url);
        if (!response.ok) throw new Error(`the download answered ${response.status}`);
        files[format] = Buffer.from(await response.arrayBuffer());
      }
      return { report, files };
    },
  };
}
