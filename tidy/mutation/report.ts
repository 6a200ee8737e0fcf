import type { Mutant } from './make-mutants.ts';

export interface Outcome {
  readonly mutant: Mutant;
  /** `untested`: no test file comes by it. */
  readonly end: 'killed' | 'timeout' | 'survived' | 'untested';
  /** The test that went red. */
  readonly by?: string;
}

const ENDS = ['killed', 'timeout', 'survived', 'untested'] as const;

/** One line per mutant that no test noticed, as soon as that is known. */
export function printOutcome(outcome: Outcome, at: number, of: number): void {
  if (isAlive(outcome)) console.log(`${at}/${of} ${describe(outcome)}`);
  else if (at % 50 === 0) console.log(`${at}/${of}`);
}

/** The score of each file and of the whole, and every mutant that no test noticed. */
export function reportLines(folder: string, outcomes: readonly Outcome[], total: number): string[] {
  const files = [...new Set(outcomes.map(({ mutant }) => mutant.file))].toSorted();
  const how = outcomes.length === total ? 'all' : `${outcomes.length} of`;
  return [
    ...files.map((file) => `${scoreOf(outcomes.filter(({ mutant }) => mutant.file === file))}  ${file}`),
    `${scoreOf(outcomes)}  ${folder}, ${how} ${total} mutants`,
    '',
    ...outcomes.filter(isAlive).map(describe),
  ];
}

function scoreOf(outcomes: readonly Outcome[]): string {
  const noticed = outcomes.filter((outcome) => !isAlive(outcome)).length;
  const score = outcomes.length === 0 ? 100 : (100 * noticed) / outcomes.length;
  const counts = ENDS.map((end) => `${outcomes.filter((outcome) => outcome.end === end).length} ${end}`);
  return `${score.toFixed(1).padStart(5)} %  ${counts.join(', ')}`;
}

function isAlive({ end }: Outcome): boolean {
  return end === 'survived' || end === 'untested';
}

function describe({ mutant, end }: Outcome): string {
  const { id, file, line, kind, original, replacement } = mutant;
  return `#${id} ${end} ${file}:${line} ${kind}: ${oneLine(original)} -> ${oneLine(replacement)}`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
