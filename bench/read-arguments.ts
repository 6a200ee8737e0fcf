import { parseArgs } from 'node:util';
import type { BenchOptions } from './scenario.ts';

export const USAGE = `npm run bench -- [SCENARIO …] [--payments 1000000] [--rounds 5]

Scenarios (default: all)
  export    rows out of Postgres into hashed files, against what Postgres does on its own
  latency   from POST to SUCCEEDED over HTTP, for a small report on an idle server
  import    activity into payments and ledger, against inserting the same rows by SQL
  verify    a ledger file checked offline, against nothing but hashing as many messages

--payments  how many the export reads
--rounds    how many count; one more runs first, to warm up
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
      payments: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
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
      payments: wholeNumber('--payments', values.payments),
      rounds: wholeNumber('--rounds', values.rounds),
    },
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`${name} must be a whole number from 1 to 99999999.`);
  return Number(text);
}
