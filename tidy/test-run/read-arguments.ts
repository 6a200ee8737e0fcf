import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `npm test [-- --random SEED --repeat N part-of-a-path …]

Runs every test file in a process of its own, or those whose path contains one of the parts.

--random SEED   in an order drawn from the seed, any text
--repeat N      N times in a row

DAYBOOK_LONG=1               the long profile: files in long/ too, more random trials (npm run test:long)
DAYBOOK_TEST_CONCURRENCY=3   files at a time
DAYBOOK_TEST_POSTGRES=URL    a Postgres to use, as its superuser, in place of one of the run's own
DAYBOOK_TEST_SEED=N          other histories and requests than the fixed ones
DAYBOOK_TEST_RUNS=N          so many random histories in the tests of the books
DAYBOOK_TEST_LOG=info        what servers within the tests log
`;

/** What a run was asked for. `root`: the folder whose tests are run. */
export type RunArguments = {
  readonly random: string | undefined;
  readonly repeat: number;
  readonly root: string;
  readonly filters: readonly string[];
};

/** Reads the command line; undefined when it asks for help. Throws an Error in words for what it cannot read. */
export function readArguments(words: readonly string[]): RunArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      random: { type: 'string' },
      repeat: { type: 'string', default: '1' },
      root: { type: 'string', default: join(import.meta.dirname, '../..') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    random: values.random,
    repeat: positive('--repeat', values.repeat),
    root: values.root,
    filters: positionals,
  };
}

export function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${name} must be a whole number from 1, not ${text}`);
  return Number(text);
}
