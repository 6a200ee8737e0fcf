import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One small change of the code. */
export interface Mutant {
  /** Counted from 0 within a folder, so the same as long as the code is. */
  readonly id: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: string;
  readonly original: string;
  readonly replacement: string;
}

type Injector = Parameters<typeof createInstrumenter>[0];

/** Writes the code of a folder or file with all its mutants, each asleep behind a switch, under the folder `work`. */
export async function makeMutants(root: string, folder: string, work: string): Promise<Mutant[]> {
  const files = filesOf(root, folder).map((name) => ({
    name,
    mutate: true as const,
    content: readFileSync(join(root, name), 'utf8'),
  }));
  if (files.length === 0) throw new Error(`${folder} holds no code to change`);
  const result = await createInstrumenter(injector()).instrument(files, {
    ignorers: [],
    plugins: null,
    excludedMutations: [],
  });
  rmSync(work, { recursive: true, force: true });
  for (const { name, content } of result.files) {
    const path = join(work, 'code', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, countedOnce(content));
  }
  const sources = new Map(files.map((file) => [file.name, file.content.split('\n')]));
  return result.mutants.map((mutant) => ({
    id: mutant.id,
    file: mutant.fileName,
    line: mutant.location.start.line + 1,
    kind: mutant.mutatorName,
    original: textBetween(sources.get(mutant.fileName) ?? [], mutant.location),
    replacement: mutant.replacement,
  }));
}

/** Counting in inner loops takes minutes: what was come by is noted once, and not at all while a mutant is awake. */
function countedOnce(code: string): string {
  return code
    .replace('stryCov_9fa48 = cover;', 'stryCov_9fa48 = ns.activeMutant ? function () {} : cover;')
    .replace('c[a[i]] = (c[a[i]] || 0) + 1;', 'c[a[i]] = 1;');
}

function filesOf(root: string, folder: string): string[] {
  if (statSync(join(root, folder)).isFile()) return [folder];
  return globSync(`${folder.replace(/\/$/, '')}/**/*.ts`, { cwd: root })
    .filter((path) => !/(\.test|-for-tests|\.d)\.ts$/.test(path))
    .toSorted();
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function textBetween(lines: readonly string[], { start, end }: { start: Position; end: Position }): string {
  const taken = lines.slice(start.line, end.line + 1);
  const last = taken.length - 1;
  return taken
    .map((line, at) => line.slice(at === 0 ? start.column : 0, at === last ? end.column : undefined))
    .join('\n');
}

/** What Stryker's own container would give its instrumenter: a logger that says nothing. */
function injector(): Injector {
  const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
  const values: Record<string, unknown> = { logger: silent };
  const made = {
    provideValue(name: string, value: unknown) {
      values[name] = value;
      return made;
    },
    injectClass: (wanted: { inject: readonly string[]; new (...given: unknown[]): unknown }) =>
      new wanted(...wanted.inject.map((name) => values[name])),
  };
  return made as unknown as Injector;
}
