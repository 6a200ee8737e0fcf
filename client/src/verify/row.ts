/** What kind of value a cell held. CSV knows no kinds. */
export const CellKind = { CSV: 0, STRING: 1, NUMBER: 2, NULL: 3, OTHER: 4 } as const;

/** Bytes that one row may have, and columns. */
export const ROW_LIMIT_BYTES = 1 << 20;
const COLUMN_LIMIT = 64;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const LINE_FEED = 0x0a;

/**
 * One row of a file, reused for every row. The texts of its cells, unquoted and unescaped, stand in `bytes` one after
 * the other, each followed by a line feed: the form in which the ledger hashes them.
 */
export class Row {
  /** Writes beyond the limit are lost, which `overflows` notices afterwards. */
  readonly bytes: Uint8Array = new Uint8Array(ROW_LIMIT_BYTES);
  /** How much of `bytes` is filled. */
  length = 0;
  /** Where each cell ends. */
  readonly ends: Int32Array = new Int32Array(COLUMN_LIMIT);
  readonly kinds: Uint8Array = new Uint8Array(COLUMN_LIMIT);
  /** How many cells it has. */
  count = 0;
  /** Where it starts in the file, from 1. */
  line = 1;

  start(cell: number): number {
    return cell === 0 ? 0 : this.ends[cell - 1]! + 1;
  }

  text(cell: number): string {
    return DECODER.decode(this.bytes.subarray(this.start(cell), this.ends[cell]));
  }

  /** Ends the cell whose bytes were written up to `length`. */
  endCell(kind: number): void {
    this.bytes[this.length] = LINE_FEED;
    this.ends[this.count] = this.length++;
    this.kinds[this.count++] = kind;
  }

  overflows(): boolean {
    return this.length > ROW_LIMIT_BYTES || this.count > COLUMN_LIMIT;
  }

  /** Takes over the cells of another row. */
  copy(row: Row): void {
    this.bytes.set(row.bytes.subarray(0, row.length));
    this.ends.set(row.ends);
    this.kinds.set(row.kinds);
    this.length = row.length;
    this.count = row.count;
    this.line = row.line;
  }

  /** Whether a cell holds the same bytes as one of another row. */
  sameCell(cell: number, other: Row, otherCell: number): boolean {
    const from = this.start(cell);
    const otherFrom = other.start(otherCell);
    const length = this.ends[cell]! - from;
    if (length !== other.ends[otherCell]! - otherFrom) return false;
    for (let i = 0; i < length; i++) if (this.bytes[from + i] !== other.bytes[otherFrom + i]) return false;
    return true;
  }

  clear(): void {
    this.length = 0;
    this.count = 0;
  }
}
