import { globSync } from 'node:fs';
import { sep } from 'node:path';

const NOT_OURS = new Set(['node_modules', 'dist']);
/** Files that run only in the long profile. */
const LONG = /^(server|client|web)\/test\/long\//;

export interface Wanted {
  /** Parts of paths; a file that holds any of them is taken, all files if there are none. */
  readonly filters: readonly string[];
  /** The long profile: files of `long/` as well. */
  readonly long: boolean;
}

/** The test files below `root`, sorted, as paths relative to it. */
export function findTestFiles(root: string, { filters, long }: Wanted): string[] {
  const found = globSync('{server,client,cli,web,tidy,chaos}/**/*.test.ts', {
    cwd: root,
    exclude: (path) => path.split(sep).some((part) => NOT_OURS.has(part)),
  });
  return found
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => long || !LONG.test(path))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .toSorted();
}

/** Seconds that one file may take: in the long profile every file may try more. */
export function limitOf({ long }: Pick<Wanted, 'long'>): number {
  return long ? 1800 : 180;
}
