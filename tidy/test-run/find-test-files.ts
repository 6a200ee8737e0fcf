import { globSync } from 'node:fs';
import { sep } from 'node:path';

const NOT_OURS = new Set(['node_modules', 'dist']);
const LONG = 'server/test/long/';

export interface Wanted {
  /** Parts of paths; a file that holds any of them is taken, all files if there are none. */
  readonly filters: readonly string[];
  readonly long: boolean;
}

/** The test files below `root`, sorted, as paths relative to it. */
export function findTestFiles(root: string, { filters, long }: Wanted): string[] {
  const found = globSync('{server,client,cli,web,tidy}/**/*.test.ts', {
    cwd: root,
    exclude: (path) => path.split(sep).some((part) => NOT_OURS.has(part)),
  });
  return found
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => long || !path.startsWith(LONG))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .toSorted();
}

/** Seconds that one file may take. */
export function limitOf(file: string): number {
  return file.startsWith(LONG) ? 1800 : 120;
}
