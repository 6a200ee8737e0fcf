import { childOf, childrenOf, lineOf, nameOf, type Code, type SyntaxNode } from './code.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** Everything the code imports or re-exports by a literal name, also by `import()`, `import type` and `require`. */
export function importsOf(code: Code): Import[] {
  return code.nodes.flatMap((node) => {
    const specifier = nameOf(specifierOf(node));
    return specifier === undefined ? [] : [{ specifier, line: lineOf(node), typeOnly: isTypeOnly(node) }];
  });
}

function specifierOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'CallExpression' && nameOf(childOf(node, 'callee')) === 'require') {
    return childrenOf(node, 'arguments').find((argument) => argument.type === 'Literal');
  }
  if (node.type === 'TSExternalModuleReference') return childOf(node, 'expression');
  if (!/^(Import|Export|TSImportType)/.test(node.type)) return undefined;
  const source = childOf(node, 'source') ?? childOf(node, 'argument');
  return source?.type === 'Literal' ? source : childOf(source, 'literal');
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = childrenOf(node, 'specifiers');
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}
