import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ignoredBy } from './ignored-by.ts';
import { treeOf, type Tree } from './tree.ts';

/**
 * Every file below `root` that git would track. The folders are walked instead of asking git, which refuses to answer
 * in a clone that belongs to another user.
 */
export function readTree(root: string): Tree {
  const ignored = ignoredBy(readFileSync(join(root, '.gitignore'), 'utf8'));
  const files: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder + entry.name;
      if (entry.isDirectory() && entry.name !== '.git' && !ignored(`${path}/`)) walk(`${path}/`);
      if (entry.isFile() && !ignored(path)) files[path] = textOf(readFileSync(join(root, path)));
    }
  };
  walk('');
  return treeOf(files);
}

function textOf(bytes: Buffer): string {
  return bytes.includes(0) ? '' : bytes.toString('utf8');
}
