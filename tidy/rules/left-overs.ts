import { lineOf } from '../code.ts';
import { isCode } from '../kind-of-path.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

const MARKER = /\b(TODO|FIXME|XXX|HACK)\b/;
const IGNORE = /@ts-(ignore|nocheck)\b/;
const COMMENTED_TEXT = /(\.(sql|sh|ya?ml|css|html)|(^|\/)(Dockerfile|run))$/;

export const leftOvers: Rule = {
  name: 'nothing is left for later and no check is switched off: no TODO, no @ts-ignore, no any',
  find: (tree) =>
    tree.paths.flatMap((file) => {
      if (isCode(file)) return [...inComments(tree, file), ...anys(tree, file)];
      return COMMENTED_TEXT.test(file) ? inText(tree, file) : [];
    }),
};

function inComments(tree: Tree, file: string): Finding[] {
  return tree.code(file).comments.flatMap((comment) => {
    const found = MARKER.exec(comment.value) ?? IGNORE.exec(comment.value);
    return found ? [{ file, line: lineOf(comment), message: `${found[0]} in a comment` }] : [];
  });
}

function inText(tree: Tree, file: string): Finding[] {
  return tree
    .text(file)
    .split('\n')
    .flatMap((text, index) => {
      const found = MARKER.exec(text);
      return found ? [{ file, line: index + 1, message: found[0] }] : [];
    });
}

function anys(tree: Tree, file: string): Finding[] {
  return tree
    .code(file)
    .nodes.filter((node) => node.type === 'TSAnyKeyword')
    .map((node) => ({ file, line: lineOf(node), message: 'the type any' }));
}
