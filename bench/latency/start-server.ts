import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { compose } from '../../server/src/compose.ts';
import { createToken } from '../../server/src/verbs/tokens/create.ts';
import type { BenchDatabase } from '../bench-database.ts';

/** Of every server on a bench's database: what one has sealed the next one opens. */
export const SECRETS_KEY = Buffer.alloc(32, 'bench');
const OPERATOR = { kind: 'operator' } as const;

/** The product as it is composed for real, API and worker, without its log. */
export type BenchServer = {
  readonly baseUrl: string;
  /** Resolves to the secret of a bearer token that may ask for reports. */
  createToken(storeId: string): Promise<string>;
  /** Deletes what is over. Rejects if any part of it fails. */
  sweep(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

/** Starts Daybook on this database with its objects in a new folder within `folder`. */
export async function startServer(
  database: BenchDatabase,
  folder: string,
  roles: readonly ('api' | 'worker')[] = ['api', 'worker'],
): Promise<BenchServer> {
  const config = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    dataDirectory: await mkdtemp(join(folder, 'server-')),
    databaseUrl: database.appUrl,
    migrateDatabaseUrl: undefined,
    sourceDatabaseUrl: undefined,
    redisUrl: undefined,
    s3: undefined,
    trustedProxies: [] as string[],
    allowPrivateWebhooks: false,
    metricsPort: undefined,
    traces: undefined,
    secretsKey: SECRETS_KEY,
    operatorKey: undefined,
    smtpUrl: undefined,
    mailFrom: { name: 'Daybook', address: 'daybook@localhost' },
    workerConcurrency: 4,
    logLevel: 'silent',
    demo: false,
  } as const;
  const daybook = await compose(config, { roles, log: pino({ level: 'silent' }) });
  const baseUrl = await daybook.listen();
  if (roles.includes('worker')) await daybook.work();
  return {
    baseUrl,
    async createToken(storeId) {
      const { secret } = await createToken(daybook.context, OPERATOR, {
        storeId,
        name: 'bench',
        permissions: ['REPORTS_READ', 'REPORTS_WRITE'],
        mode: 'BEARER',
      });
      return secret;
    },
    async sweep(signal) {
      const { failures } = await daybook.sweep(signal);
      if (failures.length > 0) throw new Error('a part of the sweep failed', { cause: failures[0]?.error });
    },
    stop: daybook.stop,
  };
}
