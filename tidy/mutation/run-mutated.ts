import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTestFile, type FileResult } from '../test-run/run-test-file.ts';

const HOOK = pathToFileURL(join(import.meta.dirname, 'load-mutants.ts')).href;
const GRACE_SECONDS = 2;

export interface MutatedRun {
  readonly root: string;
  readonly file: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** The mutant that is awake; none if not given. */
  readonly mutant?: string;
  /** The folder where each process says which mutants it came by. */
  readonly seen?: string;
}

/** Runs one test file over the changed code. */
export async function runMutated(run: MutatedRun): Promise<FileResult> {
  const { root, file, seconds, signal } = run;
  // Handed down as environment, so that what a test file starts is changed as well.
  const before = { ...process.env };
  process.env.NODE_OPTIONS = `--import=${HOOK}`;
  if (run.mutant !== undefined) process.env['__STRYKER_ACTIVE_MUTANT__'] = run.mutant;
  if (run.seen !== undefined) process.env['DAYBOOK_MUTATION_SEEN'] = run.seen;
  try {
    return await runTestFile(root, file, { seconds, graceSeconds: GRACE_SECONDS, signal });
  } finally {
    process.env = before;
  }
}
