import { childrenOf, lineOf, type SyntaxNode } from '../code.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import type { Rule } from '../rule.ts';

const ROOMS_OF_SQL = /^server\/src\/(db|ledger|source)\//;
const PRODUCT = /^(server\/src|client|cli|web)\//;

/**
 * How a statement starts. English starts alike ("Select a report from the list"), so a list of columns must be one
 * word, or show a comma, a parenthesis, a dot, a quote, a star or a parameter, and may not start with an article.
 */
const STATEMENTS = [
  /^select\s+(distinct\s+|all\s+)?(?!(an?|the|your|one|any|each|this|that)\s)([\w$]+|[^;]*?[*,(."'$:][^;]*?)\s+from\s+["\w$(]/i,
  /^select\s+[\w.]+\(/i,
  /^insert\s+into\s+["\w.$]+\s*(\(|as\s|values\s|select\s|default\s)/i,
  /^update\s+(only\s+)?["\w.$]+(\s+(as\s+)?\w+)?\s+set\s+["\w.$(]+[^=]*=/i,
  /^delete\s+from\s+(only\s+)?["\w.$]+(\s+(as\s+)?\w+)?(\s*$|\s*;|\s+(where|using|returning)\s)/i,
  /^with\s+(recursive\s+)?"?\w+"?\s*(\([^)]*\)\s*)?as\s+(not\s+|materialized\s+)*\(/i,
  /^copy\s+(\(|["\w.$]+(\s*\([^)]*\))?\s+(from|to)\s+(stdin|stdout)\b)/i,
  /^(begin|commit|rollback)(\s+(transaction|work|isolation\s.*|read\s.*))?\s*;?\s*$/i,
  /^(lock|truncate)\s+table\s/i,
];

export const sqlText: Rule = {
  name: 'SQL text lives in db, ledger and source only',
  find: (tree) =>
    tree.paths
      .filter((path) => isCode(path) && PRODUCT.test(path) && !ROOMS_OF_SQL.test(path) && !isTest(path))
      .flatMap((file) =>
        tree
          .code(file)
          .nodes.filter((node) => isSql(textOf(node)))
          .map((node) => ({ file, line: lineOf(node), message: `SQL text: ${firstWords(textOf(node))}` })),
      ),
};

function isSql(text: string): boolean {
  const start = text.replace(/^(\s+|--.*\n)+/, '');
  return STATEMENTS.some((statement) => statement.test(start));
}

/** A literal's text; what a template fills in is written `$`. */
function textOf(node: SyntaxNode): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  if (node.type !== 'TemplateLiteral') return '';
  return childrenOf(node, 'quasis')
    .map((part) => (part.value as { raw: string }).raw)
    .join('$');
}

function firstWords(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 40);
}
