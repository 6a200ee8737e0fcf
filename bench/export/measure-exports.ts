import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { interleavedRounds } from '../interleaved-rounds.ts';
import { openBooks } from '../open-books.ts';
import type { Scenario } from '../scenario.ts';
import { type Contender, CONTENDERS } from './contender.ts';
import type { ContenderRun } from './contender-run.ts';
import { exportTable } from './export-table.ts';
import { runContender } from './run-contender.ts';
import { sha256OfCopy } from './sha256-of-copy.ts';

/** Daybook's export of payments against what Postgres does on its own with the same rows, columns and order. */
export const measureExports: Scenario = async ({ database, options, say, signal }) => {
  const { payments, rounds } = options;
  const books = openBooks(database);
  const storeId = await books.createStore();
  await books.close();
  say(`export: filling in ${payments.toLocaleString('en-US')} payments`);
  await fillPayments(database.superUrl, storeId, payments);
  const order = { databaseUrl: database.appUrl, storeId, period: FILLED_PERIOD };
  const names = Object.keys(CONTENDERS) as Contender[];
  const runs = await interleavedRounds(names, rounds, (contender, round) => {
    say(`export: round ${round} of ${rounds}${round === 0 ? ' (warm-up)' : ''}: ${CONTENDERS[contender]}`);
    return runContender({ ...order, contender }, signal);
  });
  assertSameRows(runs, payments);
  assertJsonSizes(runs, payments);
  say('export: comparing the two CSV files byte by byte');
  if ((await sha256OfCopy(order)) !== shaOf(runs['daybook-csv'], 'CSV')) {
    throw new Error(
      'The CSV of Daybook is not the CSV of Postgres with a byte-order mark and no last line feed.',
    );
  }
  return { table: exportTable(runs, payments), raw: runs };
};

/** Nobody may win by leaving something out, or by writing something else the next time. */
function assertSameRows(runs: Record<Contender, ContenderRun[]>, payments: number): void {
  for (const [contender, ofContender] of Object.entries(runs)) {
    for (const { rowCount } of ofContender) {
      if (rowCount !== payments) throw new Error(`${contender} exported ${rowCount} rows of ${payments}.`);
    }
  }
  for (const name of ['CSV', 'JSON']) {
    const alone = runs[name === 'CSV' ? 'daybook-csv' : 'daybook-json'];
    if (shaOf(alone, name) !== shaOf(runs['daybook-both'], name)) {
      throw new Error(`The ${name} of one pass differs from the ${name} made alone.`);
    }
  }
}

/** Daybook writes an array where Postgres writes lines: `[`, `\n]\n` and commas are all that may be more. */
function assertJsonSizes(runs: Record<Contender, ContenderRun[]>, payments: number): void {
  const [daybook, postgres] = (['daybook-json', 'postgres-json'] as const).map(
    (name) => runs[name][0]?.files[0]?.sizeBytes ?? 0,
  ) as [number, number];
  if (daybook - postgres !== 4 + payments - 1) {
    throw new Error(
      `JSON: ${daybook} bytes of Daybook, ${postgres} of Postgres: that is not brackets and commas.`,
    );
  }
}

function shaOf(runs: readonly ContenderRun[], name: string): string {
  const digests = new Set(runs.map(({ files }) => files.find((file) => file.name === name)?.sha256));
  const [digest] = digests;
  if (digests.size !== 1 || !digest) throw new Error(`The ${name} files of different rounds differ.`);
  return digest;
}
