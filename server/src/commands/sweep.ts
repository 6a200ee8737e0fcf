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
files and manifests, what failed, cancelled and killed attempts have left in the storage, requests and downloads of
more than 30 days, and the rests of requests and sign-ins. It may run beside the service and beside other sweeps, and
can be stopped at any time: the next one goes on. docs/retention.md says what is kept how long.
  --json   one JSON object: swept (how many of each kind), failures, finished

Exit codes: 0 done, 1 a part could not be done (stderr says why; the others were), 2 wrong usage, 130 stopped by Ctrl-C.`,
  options: { json: { type: 'boolean' } },
  async run({ values, positionals }, { stdout, stderr, signal }) {
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is one word too many`);
    const result = await withDaybook((daybook) => daybook.sweep(signal));
    stdout.write(values['json'] === true ? inJson(result) : inWords(result));
    for (const { part, error } of result.failures) stderr.write(`${part}: ${messageOf(error)}\n`);
    if (signal.aborted) return 130;
    if (!result.finished) stderr.write('Not finished in time: sweep again.\n');
    return result.failures.length > 0 || !result.finished ? 1 : 0;
  },
};

/** What a line says after the number, in the order of the lines. */
const KINDS: Readonly<Record<keyof Omit<Swept, 'leftAlone'>, string>> = {
  reports: 'reports with their files and manifests',
  objects: 'files of attempts that no report needs',
  uploads: 'unfinished uploads',
  requests: 'records of requests',
  downloads: 'records of downloads',
  nonces: 'nonces of signed requests',
  idempotencyKeys: 'idempotency keys',
  signInLinks: 'sign-in links',
  signInCounters: 'counters of sign-in requests',
  sessions: 'sessions',
  refreshTokens: 'refresh tokens of sessions that go on',
};

function inWords({ swept }: SweepResult): string {
  const lines = Object.entries(KINDS)
    .map(([kind, words]) => ({ count: swept[kind as keyof typeof KINDS], words }))
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count.toLocaleString('en-US').padStart(12)} ${words}\n`);
  const leftAlone =
    swept.leftAlone > 0
      ? `${swept.leftAlone.toLocaleString('en-US')} objects in the storage belong to nothing in this database and were left alone.\n`
      : '';
  return `${lines.length === 0 ? 'Nothing to delete.\n' : `Deleted:\n${lines.join('')}`}${leftAlone}`;
}

function inJson({ swept, failures, finished }: SweepResult): string {
  const said = failures.map(({ part, error }) => ({ part, message: messageOf(error) }));
  return `${JSON.stringify({ swept, failures: said, finished })}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
