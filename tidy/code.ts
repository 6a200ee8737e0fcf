import type { ParserOptions } from 'prettier';
import { parsers } from 'prettier/plugins/typescript';

/** A node of the ESTree syntax tree, with the fields that every node has. */
export interface SyntaxNode {
  readonly type: string;
  readonly range: readonly [number, number];
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly [field: string]: unknown;
}

export interface Code {
  /** All nodes, a parent before its children. */
  readonly nodes: readonly SyntaxNode[];
  readonly comments: readonly (SyntaxNode & { readonly value: string })[];
}

/**
 * Parses TypeScript or JavaScript with Prettier's parser: TypeScript 7 offers its own to JavaScript only as unstable,
 * and Prettier is here anyway.
 */
export function parseCode(path: string, text: string): Code {
  try {
    const program: unknown = parsers.typescript.parse(text, { filepath: path } as ParserOptions);
    const nodes: SyntaxNode[] = [];
    collect(program, nodes);
    return { nodes, comments: (program as Code).comments };
  } catch (error) {
    throw new Error(`${path} cannot be parsed: ${(error as Error).message}`, { cause: error });
  }
}

/** The node in a field, if there is one. */
export function childOf(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

/** The nodes in a field that holds a list. */
export function childrenOf(node: SyntaxNode | undefined, field: string): SyntaxNode[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** What an identifier, a `a.name` or a `'literal'` calls itself. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'MemberExpression') return nameOf(childOf(node, 'property'));
  const name = node?.type === 'Literal' ? node.value : node?.name;
  return typeof name === 'string' ? name : undefined;
}

export function lineOf(node: SyntaxNode): number {
  return node.loc.start.line;
}

function collect(value: unknown, into: SyntaxNode[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, into);
  if (!isNode(value)) return;
  into.push(value);
  for (const [field, child] of Object.entries(value)) {
    if (field !== 'comments' && field !== 'tokens' && typeof child === 'object') collect(child, into);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}
