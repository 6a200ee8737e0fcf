import type { Column } from '../domain/column.ts';
import type { Format } from '../domain/format.ts';
import type { Cell } from './binary-copy-for-tests.ts';

type Row = readonly Cell[];

/** The slow, obvious encoder: the specification in strings. */
export function obviousEncoding(
  format: Format,
  columns: readonly Column[],
  rows: readonly Row[],
  formulaGuard: boolean,
): Buffer {
  const text = format === 'CSV' ? csv(columns, rows, formulaGuard) : json(columns, rows);
  return Buffer.from(text);
}

function csv(columns: readonly Column[], rows: readonly Row[], formulaGuard: boolean): string {
  const lines = [
    columns.map(({ name }) => quoted(name)),
    ...rows.map((row) =>
      columns.map((column, i) => quoted(guarded(column, plain(column, row[i]!), formulaGuard))),
    ),
  ];
  return '\ufeff' + lines.map((cells) => cells.join(',')).join('\n');
}

function quoted(cell: string): string {
  return /[,"\n\r]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
}

function guarded(column: Column, cell: string, formulaGuard: boolean): string {
  const byPeople = column.kind === 'guarded' || column.kind === 'json';
  return formulaGuard && byPeople && /^'*[=+\-@\t\r＝＋－＠]/.test(cell) ? "'" + cell : cell;
}

function json(columns: readonly Column[], rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const members = columns.map(
      (column, i) => JSON.stringify(column.name) + ':' + jsonValue(column, row[i]!),
    );
    return '{' + members.join(',') + '}';
  });
  return lines.length === 0 ? '[]\n' : '[\n' + lines.join(',\n') + '\n]\n';
}

function jsonValue(column: Column, cell: Cell): string {
  if (cell === null) return 'null';
  if (column.kind === 'integer' || column.kind === 'json') return plain(column, cell);
  return JSON.stringify(plain(column, cell));
}

function plain(column: Column, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return column.kind === 'timestamp' ? isoTimestamp(cell) : String(cell);
  return typeof cell === 'string' ? cell : cell.toString('hex');
}

function isoTimestamp(microsSince2000: bigint): string {
  const micros = microsSince2000 + BigInt(Date.UTC(2000)) * 1000n;
  const millisOfSecond = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return new Date(Number((micros - (millisOfSecond % 1000n)) / 1000n)).toISOString();
}
