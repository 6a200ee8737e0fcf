import type { ReportType } from '../../server/src/domain/report-type.ts';
import { interleavedRounds } from '../interleaved-rounds.ts';
import type { ScenarioContext } from '../scenario.ts';
import { type Contender, CONTENDERS } from './contender.ts';
import type { ContenderRun } from './contender-run.ts';
import { runContender } from './run-contender.ts';
import { sha256OfCopy } from './sha256-of-copy.ts';

/** What every contender is asked for. Instants in milliseconds since the epoch. */
export type Contest = {
  readonly type: ReportType;
  readonly storeId: string;
  readonly period: { readonly start: number; readonly end: number };
  readonly rows: number;
};

export type ContestRuns = Partial<Record<Contender, ContenderRun[]>>;

/** Has each write the same report in turn, and throws unless all wrote the same rows. */
export async function exportContest(
  { database, options, say, signal }: ScenarioContext,
  contenders: readonly Contender[],
  { rows, ...asked }: Contest,
): Promise<ContestRuns> {
  const { rounds } = options;
  const order = { ...asked, databaseUrl: database.appUrl };
  const runs: ContestRuns = await interleavedRounds(contenders, rounds, (contender, round) => {
    say(`export: round ${round} of ${rounds}${round === 0 ? ' (warm-up)' : ''}: ${CONTENDERS[contender]}`);
    return runContender({ ...order, contender }, signal);
  });
  assertSameRows(runs, rows);
  assertJsonSizes(runs, rows);
  say('export: comparing the CSV files byte by byte');
  if ((await sha256OfCopy(order)) !== shaOf(runs['daybook-csv'], 'CSV')) {
    throw new Error(
      'The CSV of Daybook is not the CSV of Postgres with a byte-order mark and no last line feed.',
    );
  }
  for (const rival of ['csv-stringify', 'fast-csv'] as const) {
    if (runs[rival] && shaOf(runs[rival], 'CSV') !== shaOf(runs['postgres-csv'], 'CSV')) {
      throw new Error(`The CSV of ${rival} is not the CSV of Postgres.`);
    }
  }
  return runs;
}

/** Nobody may win by leaving something out, or by writing something else the next time. */
function assertSameRows(runs: ContestRuns, rows: number): void {
  for (const [contender, ofContender] of Object.entries(runs)) {
    for (const { rowCount } of ofContender) {
      if (rowCount !== rows) throw new Error(`${contender} exported ${rowCount} rows of ${rows}.`);
    }
  }
  for (const [name, alone] of [
    ['CSV', runs['daybook-csv']],
    ['JSON', runs['daybook-json']],
  ] as const) {
    // prettier-ignore
    if (alone && runs['daybook-both'] && shaOf(alone, name) !== shaOf(runs['daybook-both'], name)) {
      throw new Error(`The ${name} of one pass differs from the ${name} made alone.`);
    }
  }
}

/** Daybook writes an array where Postgres writes lines: `[`, `\n]\n` and commas are all that may be more. */
function assertJsonSizes(runs: ContestRuns, rows: number): void {
  if (!runs['daybook-json'] || !runs['postgres-json']) return;
  const [daybook, postgres] = (['daybook-json', 'postgres-json'] as const).map(
    (name) => runs[name]?.[0]?.files[0]?.sizeBytes ?? 0,
  ) as [number, number];
  if (daybook - postgres !== 4 + rows - 1) {
    throw new Error(
      `JSON: ${daybook} bytes of Daybook, ${postgres} of Postgres: that is not brackets and commas.`,
    );
  }
}

function shaOf(runs: readonly ContenderRun[] | undefined, name: string): string {
  const digests = new Set(runs?.map(({ files }) => files.find((file) => file.name === name)?.sha256));
  const [digest] = digests;
  if (digests.size !== 1 || !digest) throw new Error(`The ${name} files of different rounds differ.`);
  return digest;
}
