import { childOf, childrenOf, lineOf, nameOf, type Code, type SyntaxNode } from '../code.ts';
import { isCode } from '../kind-of-path.ts';
import type { Finding, Rule } from '../rule.ts';
import { SIZE_EXCEPTIONS, type SizeException } from '../size-exceptions.ts';
import type { Tree } from '../tree.ts';

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;

export const sizes: Rule = sizesExcept(SIZE_EXCEPTIONS);

export function sizesExcept(exceptions: readonly SizeException[]): Rule {
  return {
    name: `no file is over ${MAX_FILE_LINES} lines and no function over ${MAX_FUNCTION_LINES}, but for the exceptions`,
    find(tree) {
      const measured = tree.paths.filter((path) => isCode(path) || path.endsWith('.sql'));
      const tooLong = measured.flatMap((path) => [...longFile(tree, path), ...longFunctions(tree, path)]);
      const excused = (one: TooLong, exception: SizeException): boolean =>
        one.file === exception.file && one.function === exception.function;
      return [
        ...tooLong.filter((one) => !exceptions.some((exception) => excused(one, exception))),
        ...exceptions
          .filter((exception) => !tooLong.some((one) => excused(one, exception)))
          .map(({ file }) => ({
            file,
            line: 0,
            message: 'needs no exception in tidy/size-exceptions.ts any more',
          })),
      ];
    },
  };
}

interface TooLong extends Finding {
  readonly function?: string;
}

function longFile(tree: Tree, file: string): TooLong[] {
  const lines = tree.text(file).trimEnd().split('\n').length;
  return lines > MAX_FILE_LINES ? [{ file, line: 0, message: `has ${lines} lines` }] : [];
}

function longFunctions(tree: Tree, file: string): TooLong[] {
  if (!isCode(file)) return [];
  const code = tree.code(file);
  const names = functionNames(code);
  const chapters = new Set(code.nodes.flatMap(chapterOf));
  return code.nodes
    .filter((node) => /Function/.test(node.type) && childOf(node, 'body') && !chapters.has(node))
    .flatMap((node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1;
      const name = names.get(node) ?? '(unnamed)';
      if (lines <= MAX_FUNCTION_LINES) return [];
      return [
        { file, line: lineOf(node), function: name, message: `the function ${name} has ${lines} lines` },
      ];
    });
}

/** What `describe` is given only groups tests, so it is as long as they are. */
function chapterOf(node: SyntaxNode): SyntaxNode[] {
  const isChapter =
    node.type === 'CallExpression' && /^(describe|suite)$/.test(nameOf(childOf(node, 'callee')) ?? '');
  return isChapter ? childrenOf(node, 'arguments') : [];
}

/** Functions are named by themselves, or by the variable, property or method that holds them. */
function functionNames(code: Code): Map<SyntaxNode, string> {
  const names = new Map<SyntaxNode, string>();
  for (const node of code.nodes) {
    const held = childOf(node, 'init') ?? childOf(node, 'value') ?? node;
    const name = nameOf(childOf(node, 'id') ?? childOf(node, 'key'));
    if (name !== undefined && !names.has(held)) names.set(held, name);
  }
  return names;
}
