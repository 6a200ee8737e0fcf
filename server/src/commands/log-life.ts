import { type Config, misspeltSettings } from '../config.ts';
import type { Daybook } from '../compose.ts';
import { readServerFacts } from '../db/server-facts.ts';
import type { Logger } from '../observe/log.ts';
import { VERSION } from '../observe/version.ts';

/** What clocks may differ by before the log says so. */
const CLOCK_SKEW_TOLD_SECONDS = 10;

type Role = 'api' | 'worker';

/** What `starting` says of where things are. */
export type Life = { readonly roles: readonly Role[]; readonly embedded: boolean; readonly log: Logger };

/**
 * The line with which a process says what it is and what it works with, and one for each thing that is not configured
 * and will be missed. Addresses without users and passwords.
 */
export async function logStart(
  daybook: Daybook,
  config: Config,
  { roles, embedded, log }: Life,
): Promise<void> {
  const { now, migratedAt, ...database } = await readServerFacts(daybook.context.database);
  log.info(
    {
      version: VERSION,
      node: process.versions.node,
      pid: process.pid,
      roles,
      database: { ...database, embedded },
      storage: config.s3 ? `bucket ${config.s3.bucket} at ${config.s3.endpoint ?? 'Amazon S3'}` : `folder objects in ${config.dataDirectory}`, // prettier-ignore
      mail: config.smtpUrl ? hostOf(config.smtpUrl) : `folder outbox in ${config.dataDirectory}`,
      rateLimits: config.redisUrl ? hostOf(config.redisUrl) : 'counted by this process alone',
      rowsFrom: config.sourceDatabaseUrl ? hostOf(config.sourceDatabaseUrl) : 'the database',
    },
    'starting',
  );
  const sentences = [...clockTrouble(Date.now(), now, migratedAt), ...misspeltSettings()];
  for (const sentence of [...sentences, ...notConfigured(config, roles, embedded)]) log.warn(sentence);
}

/** On one machine both clocks are the same, and only a time before the database was made gives a wrong one away. */
function clockTrouble(here: number, there: number, migratedAt: number): string[] {
  const offSeconds = Math.round(Math.abs(here - there) / 1_000);
  if (offSeconds > CLOCK_SKEW_TOLD_SECONDS)
    return [`the clocks of this machine and of the database are ${offSeconds} s apart: set them right; records, links and deletions go by them`]; // prettier-ignore
  if (here + CLOCK_SKEW_TOLD_SECONDS * 1_000 < migratedAt)
    return [`the clock of this machine says ${new Date(here).toISOString()}, and the database was made later: set it right`]; // prettier-ignore
  return [];
}

/** Lines at the beginning and the end of the stop. */
export async function logStop(log: Logger, stop: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  log.info('stopping');
  await stop();
  log.info({ ms: Math.round(performance.now() - startedAt) }, 'stopped');
}

function notConfigured(config: Config, roles: readonly Role[], embedded: boolean): string[] {
  if (embedded) return [];
  const worker = roles.includes('worker');
  const api = roles.includes('api');
  return [
    ...(worker && config.smtpUrl === undefined ? ['SMTP_URL is not set: mail is written into the folder "outbox" of DAYBOOK_DATA_DIR and sent to nobody'] : []), // prettier-ignore
    ...(config.s3 === undefined ? ['S3_BUCKET is not set: the files of reports lie in DAYBOOK_DATA_DIR of this machine, where processes on other machines find none of them'] : []), // prettier-ignore
    ...(api && config.redisUrl === undefined ? ['REDIS_URL is not set: this process counts requests for itself'] : []), // prettier-ignore
    ...(api && config.operatorKey === undefined
      ? ['OPERATOR_KEY is not set: /v2/platform lets nobody in']
      : []),
    ...(api && config.publicUrl === undefined ? ['PUBLIC_URL is not set: links and signed URLs name the address that this process listens on'] : []), // prettier-ignore
  ];
}

function hostOf(url: string): string {
  return new URL(url).host;
}
