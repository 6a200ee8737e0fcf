import { parse } from 'csv-parse/sync';

/**
 * What differs between the CSV and the JSON of a report, in words; null when they say the same, row for row. An empty
 * cell and null are the same; amounts and instants are compared as they are written.
 */
export function compareFiles(csv: Buffer, json: Buffer): string | null {
  let rows: string[][];
  let objects: Record<string, unknown>[];
  try {
    rows = parse(csv, { bom: true, record_delimiter: '\n' });
    objects = JSON.parse(json.toString('utf8')) as Record<string, unknown>[];
  } catch (error) {
    return `one of them cannot be read: ${(error as Error).message}`;
  }
  const [header = [], ...cells] = rows;
  if (cells.length !== objects.length) return `CSV has ${cells.length} rows, JSON ${objects.length}`;
  for (const [row, object] of objects.entries()) {
    if (Object.keys(object).join() !== header.join()) return `row ${row + 1}: other columns`;
    const different = header.find((name, column) => asCell(object[name]) !== cells[row]?.[column]);
    if (different !== undefined) return `row ${row + 1}: other ${different}`;
  }
  return null;
}

function asCell(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
