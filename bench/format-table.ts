import type { ResultTable } from './scenario.ts';

/** The table as text: the first column to the left, numbers to the right, notes below. */
export function formatTable({ title, head, rows, notes }: ResultTable): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [title, line(head), rule, ...rows.map(line), ...notes, ''].join('\n');
}
