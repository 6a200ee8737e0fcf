import type { Rule } from '../rule.ts';

const BUCKETS = /(^|[-_.])(utils?|common|helpers?|managers?|misc)($|[-_.])/i;

export const forbiddenNames: Rule = {
  name: 'no file or folder is a bucket: utils, common, helpers, manager, misc, types.ts',
  find: (tree) =>
    tree.paths
      .filter((path) =>
        path.split('/').some((part) => BUCKETS.test(part) || /^types(\.d)?\.[cm]?tsx?$/.test(part)),
      )
      .map((file) => ({ file, line: 0, message: 'is named like a bucket; name it after what it holds' })),
};
