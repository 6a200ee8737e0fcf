import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { ResultTable } from '../scenario.ts';
import { type Contender, CONTENDERS } from './contender.ts';
import type { ContenderRun } from './contender-run.ts';
import type { ContestRuns } from './export-contest.ts';

/** Whom each is compared with; the one pass with both of Postgres's runs together. */
const RIVALS: Readonly<Record<Contender, readonly Contender[]>> = {
  'postgres-csv': [],
  'daybook-csv': ['postgres-csv'],
  'postgres-json': [],
  'daybook-json': ['postgres-json'],
  'daybook-both': ['postgres-csv', 'postgres-json'],
  'binary-floor': ['postgres-csv'],
  'csv-stringify': ['postgres-csv'],
  'fast-csv': ['postgres-csv'],
};

/** Medians over the rounds, and medians of the rounds' ratios. */
export function exportTable(title: string, runs: ContestRuns): ResultTable {
  const names = (Object.keys(CONTENDERS) as Contender[]).filter((name) => runs[name]);
  const sizes = (name: Contender) => runs[name]?.[0]?.files.map((file) => file.sizeBytes) ?? [];
  return {
    title: `${title}, every byte through SHA-256`,
    head: ['', 'wall s', 'CPU s', 'Node', 'Postgres', 'peak MiB', 'MB', 'wall ratio', 'CPU ratio'],
    rows: names.map((name) => rowOf(name, runs)),
    notes: [
      'Ratios, with least and most: to Postgres in the same format; of the one pass to the two COPYs one after the other.',
      ...besides(runs),
      `CSV: ${sizes('daybook-csv').join()} bytes of Daybook, ${sizes('postgres-csv').join()} of Postgres; a byte-order mark (+ 3) and no last line feed (- 1); the rest is the same by SHA-256.`,
      `JSON: ${sizes('daybook-json').join()} bytes of Daybook, ${sizes('postgres-json').join()} of Postgres; brackets (+ 4) and a comma after each row but the last.`,
    ],
  };
}

/** The ratios that are asked for across formats and packages. */
function besides(runs: ContestRuns): string[] {
  const wall = (name: Contender) => runs[name]?.map((run) => run.wallSeconds);
  const [csv, both, rival] = [wall('daybook-csv'), wall('daybook-both'), wall('postgres-csv')];
  const slower = (['csv-stringify', 'fast-csv'] as const).flatMap((name) => {
    const seconds = wall(name);
    return csv && seconds ? [`${name} takes ${ratio(seconds, csv)} times as long as Daybook's CSV.`] : [];
  });
  if (both && rival)
    slower.unshift(`CSV and JSON in one pass take ${ratio(both, rival)} of the CSV COPY alone.`);
  return slower;
}

function rowOf(name: Contender, runs: ContestRuns): string[] {
  const own = runs[name] ?? [];
  const median = (values: readonly number[], digits: number) => quantile(values, 0.5).toFixed(digits);
  const cpu = own.map(cpuSeconds);
  const backend = own.map((run) => run.backendCpuSeconds ?? Number.NaN);
  const rivals = RIVALS[name].flatMap((rival) => (runs[rival] ? [runs[rival]] : []));
  const ofRivals = (of: (run: ContenderRun) => number) =>
    own.map((_, round) => rivals.reduce((sum, rival) => sum + of(rival[round] as ContenderRun), 0));
  const wall = own.map((run) => run.wallSeconds);
  return [
    CONTENDERS[name],
    median(wall, 2),
    median(cpu, 2),
    median(own.map((run) => run.nodeCpuSeconds), 2), // prettier-ignore
    median(backend, 2),
    median(own.map((run) => run.peakBytes / 2 ** 20), 0), // prettier-ignore
    own[0]?.files.map((file) => (file.sizeBytes / 1e6).toFixed(0)).join(' + ') ?? '',
    rivals.length === 0 ? '' : ratio(wall, ofRivals((run) => run.wallSeconds)), // prettier-ignore
    rivals.length === 0 ? '' : ratio(cpu, ofRivals(cpuSeconds)),
  ];
}

/** Node and Postgres together; not a number where the system does not tell. */
function cpuSeconds(run: ContenderRun): number {
  return run.nodeCpuSeconds + (run.backendCpuSeconds ?? Number.NaN);
}
