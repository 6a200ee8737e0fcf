import type { Mutant } from './make-mutants.ts';
import type { Outcome } from './report.ts';
import { runMutated } from './run-mutated.ts';
import type { TimedTest } from './tests-of-mutants.ts';

/** A run this much longer than without a change hangs: the machine may be busy with other things. */
const PATIENCE = { times: 4, andSeconds: 10 };

export interface Trial {
  readonly root: string;
  readonly mutant: Mutant;
  /** The test files that come by the mutant. */
  readonly tests: readonly TimedTest[];
  readonly signal: AbortSignal;
}

/** Wakes one mutant and runs its tests until one goes red. */
export async function testMutant({ root, mutant, tests, signal }: Trial): Promise<Outcome> {
  for (const { file, seconds: usual } of tests) {
    const seconds = usual * PATIENCE.times + PATIENCE.andSeconds;
    const result = await runMutated({ root, file, seconds, signal, mutant: mutant.id });
    const [failure] = result.failed;
    if (failure === undefined) continue;
    const timedOut = result.seconds >= seconds;
    return { mutant, end: timedOut ? 'timeout' : 'killed', by: `${file}: ${failure.name}` };
  }
  return { mutant, end: tests.length === 0 ? 'untested' : 'survived' };
}
