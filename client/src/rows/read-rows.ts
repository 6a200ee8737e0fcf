import { DaybookError } from '../daybook-error.ts';
import { chunksOf } from '../reports/join-files.ts';
import { REPORT_COLUMNS, type ReportRows } from './report-columns.ts';

type ColumnKind = 'text' | 'guarded' | 'integer' | 'json';
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;

/**
 * The rows of a CSV file as a JSON file would have them, but that an empty text is null as well: the file does not tell
 * them apart. `formulaGuard`: whether the file was guarded (its report and manifest say so); the guard is taken off.
 */
export async function* csvRows<Type extends keyof ReportRows>(
  stream: ReadableStream<Uint8Array>,
  { type, formulaGuard = false }: { type: Type; formulaGuard?: boolean },
): AsyncGenerator<ReportRows[Type]> {
  const kinds = REPORT_COLUMNS[type] as Readonly<Record<string, ColumnKind>>;
  let header: readonly string[] | undefined;
  for await (const cells of csvRecords(stream)) {
    if (!header) {
      header = cells;
      const missing = Object.keys(kinds).find((name) => !cells.includes(name));
      if (missing !== undefined) throw new DaybookError('DAMAGED_FILE', `This is no ${type} file: it has no column ${missing}.`); // prettier-ignore
      continue;
    }
    const row: [string, unknown][] = header.map((name, at) => [
      name,
      valueOf(cells[at] ?? '', kinds[name] ?? 'text', formulaGuard),
    ]);
    yield Object.fromEntries(row) as ReportRows[Type];
  }
}

function valueOf(cell: string, kind: ColumnKind, formulaGuard: boolean): unknown {
  if (cell === '') return null;
  if (kind === 'integer') return Number(cell);
  const guarded = formulaGuard && kind !== 'text' && GUARDED.test(cell);
  const text = guarded ? cell.slice(1) : cell;
  return kind === 'json' ? JSON.parse(text) : text;
}

/** The rows of a JSON file, one line at a time. */
export async function* jsonRows<Type extends keyof ReportRows>(
  stream: ReadableStream<Uint8Array>,
  _of: { type: Type },
): AsyncGenerator<ReportRows[Type]> {
  let rest = '';
  for await (const text of texts(stream)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith('{')) yield JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as ReportRows[Type]; // prettier-ignore
    }
  }
}

/** The records of a CSV file as Daybook writes it: a quote only ever opens a whole cell. */
async function* csvRecords(stream: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  let rest = '';
  let cells: string[] = [];
  const take = function* (ended: boolean): Generator<string[]> {
    let from = 0;
    for (;;) {
      const cell = cellAt(rest, from, ended);
      if (!cell) break;
      cells.push(cell.value);
      from = cell.end + 1;
      if (rest[cell.end] === ',') continue;
      yield cells;
      cells = [];
      if (cell.end >= rest.length) break;
    }
    rest = rest.slice(from);
  };
  for await (const text of texts(stream)) {
    rest += text;
    yield* take(false);
  }
  yield* take(true);
}

/** The cell that begins there and where it ends: at a comma, a line feed, or the end; undefined if that is yet to come. */
function cellAt(text: string, from: number, ended: boolean): { value: string; end: number } | undefined {
  if (text[from] !== '"') {
    let end = from;
    while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++;
    return end < text.length || ended ? { value: text.slice(from, end), end } : undefined;
  }
  let at = from + 1;
  for (;;) {
    at = text.indexOf('"', at);
    // A quote at the end of what has come may be half of a doubled one.
    if (at < 0 || (at + 1 >= text.length && !ended)) return undefined;
    if (text[at + 1] !== '"') break;
    at += 2;
  }
  return { value: text.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
}

/** Without the byte-order mark. */
async function* texts(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(stream)) yield decoder.decode(chunk, { stream: true });
}
