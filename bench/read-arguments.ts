import { parseArgs } from 'node:util';
import type { BenchOptions } from './scenario.ts';

export const USAGE = `npm run bench -- [SCENARIO …] [--rows 2000000] [--rounds 7]

Scenarios (default: all)
  export    payments out of Postgres into hashed files, against Postgres on its own and against the usual packages
  ledger    stored entries likewise, against Postgres on its own
  latency   from POST to SUCCEEDED over HTTP, for a small report on an idle server
  polling   GET of a report again and again, against the least that a route with one read can be
  memory    what a worker needs for a report of --rows and of a tenth of them, into S3 where there is one
  workers   what reports cost that 1, 2 and 4 worker processes share; up to a million rows each
  fairness  how long a small report of one store takes while another store has ten big ones under way; likewise
  beside    what callers of the API notice of a report of --rows that is made beside it
  stores    what callers notice of --rows reports in a thousand stores
  import    activity into payments and ledger, against inserting the same rows by SQL
  verify    a ledger file checked offline, against nothing but hashing as many messages

--rows    how many the exports read
--rounds  how many count; one more runs first, to warm up
`;

/** Reads the command line; undefined when it asks for help. Throws an Error in words for what it cannot read. */
export function readArguments<Name extends string>(
  words: readonly string[],
  scenarios: readonly Name[],
): { names: Name[]; options: BenchOptions } | undefined {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '2000000' },
      rounds: { type: 'string', default: '7' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const unknown = positionals.find((name) => !scenarios.some((scenario) => scenario === name));
  if (unknown !== undefined)
    throw new Error(`There is no scenario ${unknown}: choose of ${scenarios.join(', ')}.`);
  return {
    names: positionals.length === 0 ? [...scenarios] : scenarios.filter((name) => positionals.includes(name)),
    options: {
      rows: wholeNumber('--rows', values.rows),
      rounds: wholeNumber('--rounds', values.rounds),
    },
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`${name} must be a whole number from 1 to 99999999.`);
  return Number(text);
}
