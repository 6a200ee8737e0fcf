import type { EventLine } from './event-lines.ts';

export interface FailedTest {
  /** The names of its suites and its own, joined. */
  readonly name: string;
  readonly place: string;
  readonly text: string;
}

export interface Tally {
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Names of what had begun and not ended. */
  readonly unfinished: readonly string[];
  readonly remarks: readonly string[];
  /** What tests measured, in their words. */
  readonly figures: readonly string[];
  /** Whether the process lived to the end of its tests. */
  readonly complete: boolean;
}

/** Counts single tests: a suite, or a test with subtests, counts only if it fails by itself (in a hook, say). */
export function tally(lines: readonly EventLine[]): Tally {
  let passed = 0;
  const failed: FailedTest[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const headings: string[] = [];
  const endedAtDepth: number[] = [];
  for (const line of lines) {
    if (line.kind === 'heading') headings[line.depth] = line.name;
    if (line.kind !== 'ended') continue;
    const name = [...headings.slice(0, line.depth), line.name].join(' › ');
    const isLeaf = !line.suite && !endedAtDepth[line.depth + 1];
    endedAtDepth[line.depth + 1] = 0;
    endedAtDepth[line.depth] = (endedAtDepth[line.depth] ?? 0) + 1;
    if (line.skipped !== undefined) {
      skipped.push({ name, reason: typeof line.skipped === 'string' ? line.skipped : 'no reason given' });
    } else if (line.failure) {
      if (isLeaf || line.failure.type !== 'subtestsFailed') {
        failed.push({ name, place: line.place, text: line.failure.text });
      }
    } else if (isLeaf) passed += 1;
  }
  return { passed, failed, skipped, ...stateOf(lines) };
}

function stateOf(
  lines: readonly EventLine[],
): Pick<Tally, 'unfinished' | 'remarks' | 'figures' | 'complete'> {
  const running = new Map<string, string>();
  const remarks: string[] = [];
  for (const line of lines) {
    if (line.kind === 'running') running.set(`${line.depth} ${line.name}`, line.name);
    if (line.kind === 'ended') running.delete(`${line.depth} ${line.name}`);
    if (line.kind === 'remark') remarks.push(line.text);
  }
  return {
    unfinished: [...running.values()],
    remarks: remarks.filter(
      (text) => !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(text),
    ),
    figures: lines.flatMap((line) => (line.kind === 'figure' ? [line.text] : [])),
    complete: lines.some((line) => line.kind === 'complete'),
  };
}
