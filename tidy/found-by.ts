import { printable } from './printable.ts';
import type { Rule } from './rule.ts';
import { treeOf } from './tree.ts';

/** What the rule finds in these files (path → text), a string per finding: for the rules' own tests. */
export function foundBy(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  return rule.find(treeOf(files)).map((finding) => printable([finding]).trim());
}
