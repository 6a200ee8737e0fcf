import type { ReportDefinition } from '../../server/src/domain/report-definition.ts';
import { copyStatement } from '../../server/src/source/copy-statement.ts';
import { selectStatement } from '../../server/src/source/select-statement.ts';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/**
 * The product's own SELECT, turned into one that has Postgres write times and hashes as text: the same view, rows, columns
 * and order. The session's time zone has to be UTC.
 */
export function textSelectStatement(definition: ReportDefinition): string {
  return withText(selectStatement(definition), definition, '');
}

/** Has Postgres write that as CSV. */
export function csvCopyStatement(definition: ReportDefinition): string {
  return replaceOnce(
    withText(copyStatement(definition), definition, ''),
    '(format binary)',
    '(format csv, header)',
  );
}

/**
 * Like `csvCopyStatement`, one JSON object per line. COPY's text format would double the backslashes of JSON; CSV with a
 * delimiter and a quote that JSON never holds leaves the objects as they are.
 */
export function jsonCopyStatement(definition: ReportDefinition): string {
  const statement = replaceOnce(
    withText(copyStatement(definition), definition, '::json'),
    '(format binary)',
    String.raw`(format csv, delimiter e'\x02', quote e'\x01')`,
  );
  const opened = replaceOnce(statement, 'copy (', 'copy (select row_to_json(report) from (');
  return replaceOnce(opened, ') to stdout', ') as report) to stdout');
}

/** `jsonCast`: what to put behind the columns that hold JSON. */
function withText(statement: string, definition: ReportDefinition, jsonCast: string): string {
  const { columns, order, view } = definition;
  const plain = columns.map(({ name }) => quote(name)).join(', ');
  const asText = columns.map(({ name, kind }) => {
    if (kind === 'timestamp') return `to_char(${quote(name)}, ${ISO}) as ${quote(name)}`;
    if (kind === 'hex') return `encode(${quote(name)}, 'hex') as ${quote(name)}`;
    return kind === 'json' ? `${quote(name)}${jsonCast} as ${quote(name)}` : quote(name);
  });
  // A bare name would mean the text, which no index orders.
  return replaceOnce(
    replaceOnce(statement, `select ${plain} `, `select ${asText.join(', ')} `),
    `order by ${order.map(quote).join(', ')}`,
    `order by ${order.map((name) => `${quote(view)}.${quote(name)}`).join(', ')}`,
  );
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`the statement has changed: expected one ${from}`);
  return text.replace(from, () => to);
}
