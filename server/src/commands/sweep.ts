import type { SweepResult } from '../jobs/sweep.ts';
import type { Swept } from '../jobs/swept.ts';
import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';
import { withDaybook } from './with-context.ts';

/** `sweep` */
export const sweepCommand: Command = {
  summary: 'Delete what is over, as every worker does each hour',
  help: `daybook-server sweep [--json]

Deletes, now, what the workers delete when they start and at least hourly: reports whose 30 days are over with their
files and manifests, what failed, cancelled and killed attempts have left in the storage, requests, downloads and
deliveries of webhooks of more than 30 days, and the rests of requests and sign-ins. It may run beside the service and beside other sweeps, and
can be stopped at any time: the next one goes on. docs/retention.md says what is kept how long.
  --json   one JSON object: swept (how many of each kind), failures, finished

Exit codes: 0 done, 1 a part could not be done (stderr says why; the others were), 2 wrong usage, 130 stopped by Ctrl-C.`,
  options: { json: { type: 'boolean' } },
  async run({ values, positionals }, { stdout, stderr, signal }) {
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is one word too many`);
    const result = await withDaybook((daybook) => daybook.sweep(signal));
    stdout.write(values['json'] === true ? inJson(result) : inWords(result));
    for (const { part, error } of result.failures)
      stderr.write(`Could not sweep ${part}: ${messageOf(error)}; sweep again once it is mended.\n`);
    if (signal.aborted) return 130;
    if (!result.finished) stderr.write('Not finished in time: sweep again.\n');
    return result.failures.length > 0 || !result.finished ? 1 : 0;
  },
};

/** What a line says of one and of many, in the order of the lines. */
const KINDS: Readonly<Record<keyof Omit<Swept, 'leftAlone'>, readonly [string, string]>> = {
  reports: ['report with its files and manifest', 'reports with their files and manifests'],
  objects: ['file of an attempt that no report needs', 'files of attempts that no report needs'],
  uploads: ['unfinished upload', 'unfinished uploads'],
  requests: ['record of a request', 'records of requests'],
  downloads: ['record of a download', 'records of downloads'],
  webhookDeliveries: ['delivery of a webhook', 'deliveries of webhooks'],
  nonces: ['nonce of a signed request', 'nonces of signed requests'],
  idempotencyKeys: ['idempotency key', 'idempotency keys'],
  signInLinks: ['sign-in link', 'sign-in links'],
  signInCounters: ['counter of sign-in requests', 'counters of sign-in requests'],
  sessions: ['session with its refresh tokens', 'sessions with their refresh tokens'],
  refreshTokens: ['refresh token of a session that goes on', 'refresh tokens of sessions that go on'],
};

function inWords({ swept }: SweepResult): string {
  const lines = Object.entries(KINDS).flatMap(([kind, [one, many]]) => {
    const count = swept[kind as keyof typeof KINDS];
    return count === 0 ? [] : `${count.toLocaleString('en-US').padStart(12)} ${count === 1 ? one : many}\n`;
  });
  return `${lines.length === 0 ? 'Nothing to delete.\n' : `Deleted:\n${lines.join('')}`}${leftAlone(swept)}`;
}

function leftAlone({ leftAlone: count }: Swept): string {
  if (count === 0) return '';
  const [objects, are] = count === 1 ? ['object or upload', 'is'] : ['objects and uploads', 'are'];
  const number = count.toLocaleString('en-US');
  return `${number} ${objects} in the storage ${are} of nothing in this database and ${count === 1 ? 'was' : 'were'} left alone.\n`;
}

function inJson({ swept, failures, finished }: SweepResult): string {
  const said = failures.map(({ part, error }) => ({ part, message: messageOf(error) }));
  return `${JSON.stringify({ swept, failures: said, finished })}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
