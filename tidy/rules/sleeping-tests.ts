import { childOf, childrenOf, lineOf, nameOf, type SyntaxNode } from '../code.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import type { Rule } from '../rule.ts';

const SLEEPS = /^(setTimeout|sleep|delay)$/;

export const sleepingTests: Rule = {
  name: 'no test sleeps, unless the line (or the one above) says why: // clock: reason',
  find: (tree) =>
    tree.paths
      .filter((path) => isCode(path) && isTest(path))
      .flatMap((file) => {
        const code = tree.code(file);
        const reasoned = new Set(
          code.comments.filter(({ value }) => /^\s*clock: \S/.test(value)).map((comment) => lineOf(comment)),
        );
        return code.nodes
          .filter((node) => sleeps(node) && !reasoned.has(lineOf(node)) && !reasoned.has(lineOf(node) - 1))
          .map((node) => ({
            file,
            line: lineOf(node),
            message: 'sleeps; inject the clock or await a signal',
          }));
      }),
};

function sleeps(node: SyntaxNode): boolean {
  if (node.type === 'CallExpression') return SLEEPS.test(nameOf(childOf(node, 'callee')) ?? '');
  // An alias would hide the call.
  return (
    node.type === 'ImportDeclaration' &&
    childrenOf(node, 'specifiers').some(
      (each) =>
        nameOf(childOf(each, 'imported')) === 'setTimeout' && nameOf(childOf(each, 'local')) !== 'setTimeout',
    )
  );
}
