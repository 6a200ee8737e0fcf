import type { Tree } from './tree.ts';

/** One place that breaks a rule. `line` counts from 1; 0 means the whole file. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A rule of the house; `name` completes the sentence "in this tree, …". */
export interface Rule {
  readonly name: string;
  find(tree: Tree): Finding[];
}
