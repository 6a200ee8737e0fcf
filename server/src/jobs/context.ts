import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Mailer } from '../notify/mailer.ts';
import type { Queue } from '../queue/queue.ts';
import type { WebhookSender } from '../notify/webhook-sender.ts';
import type { Storage } from '../storage/storage.ts';

/** What every job is given; built once in `compose.ts`. */
export type JobContext = {
  /** Where reports and jobs are kept. */
  readonly database: Database;
  /** Where the rows of reports are read from; may be a replica. */
  readonly source: Database;
  /** How long an attempt waits for a source of its own, which may be a replica, to have what the database has; null without one. */
  readonly replayMaxMs: number | null;
  readonly storage: Storage;
  readonly queue: Queue;
  readonly mailer: Mailer;
  readonly webhooks: WebhookSender;
  readonly clock: Clock;
  /** What this machine itself says that the time is, whatever clock is injected. */
  readonly wallClock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The number by which this process's presence is known; see `db/worker-presence.ts`. */
  readonly worker: number;
  /** The longest that one attempt at a report may take. */
  readonly attemptMaxMs: number;
  /** 32 bytes; opens the signing keys and what jobs carry sealed. */
  readonly secretsKey: Buffer;
  /** The address under which this Daybook is known; signed into manifests. */
  readonly issuer: () => string;
};
