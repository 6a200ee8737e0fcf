import { childOf, childrenOf, lineOf, nameOf, type SyntaxNode } from '../code.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import type { Rule } from '../rule.ts';

const MAKERS = /^(test|it|describe|suite|t|context)$/;

export const silentTests: Rule = {
  name: 'no test is left out silently: no only, no todo, and no skip without a reason that is printed',
  find: (tree) =>
    tree.paths
      .filter((path) => isCode(path) && isTest(path))
      .flatMap((file) =>
        tree.code(file).nodes.flatMap((node) => {
          const message = objectionTo(node);
          return message ? [{ file, line: lineOf(node), message }] : [];
        }),
      ),
};

function objectionTo(node: SyntaxNode): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = childOf(node, 'callee');
  const maker = nameOf(callee?.type === 'MemberExpression' ? childOf(callee, 'object') : callee);
  if (maker === undefined || !MAKERS.test(maker)) return undefined;
  const passed = childrenOf(node, 'arguments');
  const verb = callee?.type === 'MemberExpression' ? nameOf(callee) : undefined;
  if (verb === 'only' || verb === 'todo') return `${maker}.${verb}`;
  // test.skip('name', …) cannot carry a reason; t.skip('reason') can.
  if (verb === 'skip' && (!/^(t|context)$/.test(maker) || !passed[0])) {
    return `${maker}.skip prints no reason; write { skip: 'reason' } or t.skip('reason')`;
  }
  return passed
    .flatMap((argument) => childrenOf(argument, 'properties'))
    .map(objectionToOption)
    .find(Boolean);
}

function objectionToOption(option: SyntaxNode): string | undefined {
  const name = nameOf(childOf(option, 'key'));
  const value = childOf(option, 'value');
  if (name === 'only' || name === 'todo') return `{ ${name} }`;
  const isBoolean = value?.value === true || value?.operator === '!' || value?.type === 'BinaryExpression';
  return name === 'skip' && isBoolean ? '{ skip } prints no reason; give it a string' : undefined;
}
