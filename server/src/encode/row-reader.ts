import type { Column, ColumnKind } from '../domain/column.ts';
import { carriedBytes } from './carried-bytes.ts';
import { copyHeader } from './copy-header.ts';

/** Complete rows inside one buffer. Cell n starts at `cells[2n]` and has `cells[2n + 1]` bytes, -1 for null. */
export type RowBatch = {
  readonly bytes: Buffer;
  /** The same bytes, to read several at once. */
  readonly view: DataView;
  readonly cells: Int32Array;
  readonly rowCount: number;
};

export type RowReader = {
  /** Takes the next bytes of the stream, cut anywhere. They must not change until `next` returned null. */
  append(chunk: Buffer): void;
  /** Some complete rows, valid until the next call; null when more bytes are needed. */
  next(): RowBatch | null;
  /** To be called after the last byte: throws unless the stream ended with its trailer. */
  end(): void;
};

const TRAILER = 0xffff;
const NULL_LENGTH = -1;
const ANY_LENGTH = -2;
const INCOMPLETE = -1;

/** A batch ends after the row that passes either, so that its output stays small and the event loop free. */
const BATCH_BYTES = 64 * 1024;
const BATCH_ROWS = 512;
/** Rows are collected whole, so a broken length word could fill the memory. */
const CELL_BYTES_MAX = 256 * 1024 * 1024;

const FIELD_LENGTH: Readonly<Record<ColumnKind, number>> = {
  text: ANY_LENGTH,
  guarded: ANY_LENGTH,
  integer: 8,
  timestamp: 8,
  json: ANY_LENGTH,
  hex: ANY_LENGTH,
};

/** Finds the rows in the bytes of `COPY (…) TO STDOUT (FORMAT binary)`. All its errors are thrown. */
export function rowReader(columns: readonly Column[]): RowReader {
  const fieldLengths = Int32Array.from(columns, (column) => FIELD_LENGTH[column.kind]);
  const cells = new Int32Array(BATCH_ROWS * columns.length * 2);
  const carry = carriedBytes();
  const header = copyHeader();
  let trailerRead = false;

  function next(): RowBatch | null {
    if (!header.passed(carry)) return null;
    const { bytes, view, end } = carry;
    const batchEnd = Math.min(end, carry.at + BATCH_BYTES);
    let at = carry.at;
    let rowCount = 0;
    while (!trailerRead && at < batchEnd && rowCount < BATCH_ROWS && end - at >= 2) {
      const fieldCount = view.getUint16(at);
      if (fieldCount === TRAILER) {
        at += 2;
        trailerRead = true;
        break;
      }
      if (fieldCount !== columns.length) {
        throw new Error(`A row has ${fieldCount} fields where ${columns.length} columns are expected.`);
      }
      const rowEnd = indexRow(view, at + 2, end, fieldLengths, cells, rowCount * columns.length * 2);
      if (rowEnd === INCOMPLETE) break;
      at = rowEnd;
      rowCount++;
    }
    carry.at = at;
    if (trailerRead && at < end) {
      throw new Error('There are bytes after the trailer of the binary COPY data.');
    }
    return rowCount === 0 ? null : { bytes, view, cells, rowCount };
  }

  function end(): void {
    if (!trailerRead) throw new Error('The binary COPY data ended before its trailer.');
  }

  return { append: carry.append, next, end };
}

/** Notes where each cell of one row lies; returns where the row ends, or INCOMPLETE. */
function indexRow(
  view: DataView,
  start: number,
  end: number,
  fieldLengths: Int32Array,
  cells: Int32Array,
  firstCell: number,
): number {
  let at = start;
  let cell = firstCell;
  for (let field = 0; field < fieldLengths.length; field++) {
    if (end - at < 4) return INCOMPLETE;
    const length = view.getInt32(at);
    const expected = fieldLengths[field]!;
    at += 4;
    cells[cell++] = at;
    cells[cell++] = length;
    if (length === NULL_LENGTH) continue;
    if (length < 0 || length > CELL_BYTES_MAX || (expected !== ANY_LENGTH && length !== expected)) {
      throw new Error(`Field ${field + 1} of a row has the impossible length ${length}.`);
    }
    if (length > end - at) return INCOMPLETE;
    at += length;
  }
  return at;
}
