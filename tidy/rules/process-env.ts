import { childOf, childrenOf, lineOf, nameOf, type SyntaxNode } from '../code.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import type { Rule } from '../rule.ts';

export const processEnv: Rule = {
  name: 'server/src/config.ts is the only reader of process.env in the server',
  find: (tree) =>
    tree.paths
      .filter((path) => path.startsWith('server/src/') && path !== 'server/src/config.ts')
      .filter((path) => isCode(path) && !isTest(path))
      .flatMap((file) =>
        tree
          .code(file)
          .nodes.filter(readsEnv)
          .map((node) => ({
            file,
            line: lineOf(node),
            message: 'reads process.env; take it from config.ts',
          })),
      ),
};

function readsEnv(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return nameOf(childOf(node, 'object')) === 'process' && nameOf(childOf(node, 'property')) === 'env';
    case 'VariableDeclarator':
      return (
        nameOf(childOf(node, 'init')) === 'process' &&
        childrenOf(childOf(node, 'id'), 'properties').some((each) => nameOf(childOf(each, 'key')) === 'env')
      );
    case 'ImportDeclaration':
      return (
        /^(node:)?process$/.test(nameOf(childOf(node, 'source')) ?? '') &&
        childrenOf(node, 'specifiers').some((each) => nameOf(childOf(each, 'imported')) === 'env')
      );
    default:
      return false;
  }
}
