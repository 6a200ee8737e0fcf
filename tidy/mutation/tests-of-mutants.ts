import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMutated } from './run-mutated.ts';

const MAX_SECONDS = 240;

/** A test file, and how long it takes while no mutant is awake. */
export interface TimedTest {
  readonly file: string;
  readonly seconds: number;
}

export interface Search {
  readonly root: string;
  readonly work: string;
  readonly tests: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs every test file once: by mutant, the files that come by it, quickest first. */
export async function testsOfMutants({
  root,
  work,
  tests,
  signal,
}: Search): Promise<Map<string, TimedTest[]>> {
  const found = new Map<string, TimedTest[]>();
  for (const [at, file] of tests.entries()) {
    if (signal.aborted) break;
    const seen = join(work, 'seen', String(at));
    const result = await runMutated({ root, file, seconds: MAX_SECONDS, signal, seen });
    const [failure] = result.failed;
    if (failure) {
      console.log(
        `${file} is left out, red without any change: ${failure.name}: ${failure.text.slice(0, 300)}`,
      );
      continue;
    }
    for (const id of idsIn(seen)) {
      found.set(id, [...(found.get(id) ?? []), { file, seconds: result.seconds }]);
    }
  }
  for (const [id, its] of found)
    found.set(
      id,
      its.toSorted((a, b) => a.seconds - b.seconds),
    );
  return found;
}

function idsIn(folder: string): Set<string> {
  const ids = readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as string[],
  );
  return new Set(ids);
}
