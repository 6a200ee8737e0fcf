import type { Database } from '../db/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Queue } from '../queue/queue.ts';
import type { EndedReports } from './ended-reports.ts';
import type { Recorder } from './records/recorder.ts';
import type { StandingLink } from './sessions/standing-link.ts';
import type { KnownTokens } from './tokens/known-tokens.ts';

/** What every verb is given; built once in `compose.ts`. */
export type VerbContext = {
  readonly database: Database;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly endedReports: EndedReports;
  readonly recorder: Recorder;
  readonly knownTokens: KnownTokens;
  /** 32 bytes; seals what the database must not hold readable. */
  readonly secretsKey: Buffer;
  /** The address under which this Daybook is known; signed into heads, and where sign-in links lead. */
  readonly issuer: () => string;
  /** Whether webhook endpoints may have http addresses; the worker looks at where they lead. */
  readonly allowPrivateWebhooks: boolean;
  /** Only behind `npm start`. */
  readonly standingLink?: StandingLink | undefined;
};
