import assert from 'node:assert/strict';
import { parse as csvParse } from 'csv-parse/sync';
import papaparse from 'papaparse';
import type { ReportDefinition } from '../../../src/domain/report-definition.ts';

/** The cells of a CSV file without its header, by two parsers that share no code with Daybook and must agree. */
export function cellsOfCsv(file: Buffer | undefined, { columns }: ReportDefinition): string[][] {
  const text = (file as Buffer).toString('utf8');
  assert.equal(text.charCodeAt(0), 0xfeff, 'a byte-order mark comes first');
  const strict = csvParse(text.slice(1), { record_delimiter: '\n', relax_quotes: false });
  const lenient = papaparse.parse<string[]>(text.slice(1), { newline: '\n', delimiter: ',' });
  assert.deepEqual(lenient.data, strict);
  const [header, ...rows] = strict;
  assert.deepEqual(header, columns.map(({ name }) => name)); // prettier-ignore
  return rows;
}

/** The cells of a JSON file, null where a value is null; it must have one object a line, with the columns as its keys. */
export function cellsOfJson(file: Buffer | undefined, { columns }: ReportDefinition): (string | null)[][] {
  const text = (file as Buffer).toString('utf8');
  const objects = JSON.parse(text) as Record<string, unknown>[];
  const lines = text.split('\n');
  if (objects.length === 0) assert.equal(text, '[]\n');
  else assert.deepEqual([lines[0], lines.at(-2), lines.at(-1), lines.length - 3], ['[', ']', '', objects.length]); // prettier-ignore
  const names = columns.map(({ name }) => name);
  return objects.map((object) => {
    assert.deepEqual(Object.keys(object), names);
    return columns.map(({ name, kind }) => {
      const value = object[name];
      if (value === null) return null;
      if (kind === 'json') return JSON.stringify(value);
      if (kind === 'integer')
        return typeof value === 'number' ? String(value) : assert.fail(`${name} is no number`);
      return typeof value === 'string' ? value : assert.fail(`${name} is no string`);
    });
  });
}

/** Cells by the names of their columns; an empty cell of a CSV and null are the same. */
export function rowsByName(
  cells: readonly (readonly (string | null)[])[],
  { columns }: ReportDefinition,
): Record<string, string>[] {
  return cells.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? ''])));
}
