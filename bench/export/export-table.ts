import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { ResultTable } from '../scenario.ts';
import { type Contender, CONTENDERS } from './contender.ts';
import type { ContenderRun } from './contender-run.ts';

/** Whom each is compared with; the two at the end of Daybook's with both of Postgres's runs together. */
const RIVALS: Readonly<Record<Contender, readonly Contender[]>> = {
  'postgres-csv': [],
  'daybook-csv': ['postgres-csv'],
  'postgres-json': [],
  'daybook-json': ['postgres-json'],
  'daybook-both': ['postgres-csv', 'postgres-json'],
  'binary-floor': ['postgres-csv'],
};

/** Medians over the rounds, and medians of the rounds' ratios. */
export function exportTable(runs: Record<Contender, ContenderRun[]>, payments: number): ResultTable {
  const names = Object.keys(CONTENDERS) as Contender[];
  const sizes = (name: Contender) => runs[name][0]?.files.map((file) => file.sizeBytes) ?? [];
  return {
    title: `export: ${payments.toLocaleString('en-US')} payments, 28 columns, every byte through SHA-256`,
    head: ['', 'wall s', 'CPU s', 'Node', 'Postgres', 'peak MiB', 'MB', 'wall ratio', 'CPU ratio'],
    rows: names.map((name) => rowOf(name, runs)),
    notes: [
      'Ratios, with least and most: Daybook to Postgres in the same format; the one pass to the two COPYs one after the other; the floor to the CSV.',
      `CSV: ${sizes('daybook-csv').join()} bytes of Daybook, ${sizes('postgres-csv').join()} of Postgres; a byte-order mark (+ 3) and no last line feed (- 1); the rest is the same by SHA-256.`,
      `JSON: ${sizes('daybook-json').join()} bytes of Daybook, ${sizes('postgres-json').join()} of Postgres; brackets (+ 4) and a comma after each row but the last.`,
    ],
  };
}

function rowOf(name: Contender, runs: Record<Contender, ContenderRun[]>): string[] {
  const own = runs[name];
  const median = (values: readonly number[], digits: number) => quantile(values, 0.5).toFixed(digits);
  const cpu = own.map(cpuSeconds);
  const backend = own.map((run) => run.backendCpuSeconds ?? Number.NaN);
  const rivals = RIVALS[name].map((rival) => runs[rival]);
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
