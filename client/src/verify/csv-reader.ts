import { CellKind, Row } from './row.ts';
import { malformed, tooLong, type RowSink, type TableReader } from './table-reader.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** Where the reader stands between two bytes. */
const State = { CELL_START: 0, PLAIN: 1, QUOTED: 2, QUOTE_IN_QUOTED: 3, AFTER_RETURN: 4 } as const;

/** 1 for the bytes that end a cell without quotes. */
const ENDS_CELL = new Uint8Array(256);
for (const byte of [COMMA, LINE_FEED, RETURN]) ENDS_CELL[byte] = 1;

/**
 * CSV: cells with a comma, a double quote or a line break stand in double quotes, quotes inside doubled. A line break
 * after the last row may be there or not; `\r\n` and `\r`, which Daybook never writes, count as line breaks.
 */
export class CsvReader implements TableReader {
  readonly #row = new Row();
  readonly format = 'CSV';
  readonly #file: string;
  readonly #sink: RowSink;
  #state: number = State.CELL_START;
  #line = 1;
  #columns = 0;

  constructor(file: string, sink: RowSink) {
    this.#file = file;
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === State.PLAIN) at = this.#plain(chunk, at);
      else if (this.#state === State.QUOTED) at = this.#quoted(chunk, at);
      else at = this.#between(chunk, at);
    }
    if (this.#row.overflows()) throw tooLong(this.#file, this.#row.line);
  }

  end(): void {
    if (this.#state === State.QUOTED)
      throw malformed(this.#file, this.#row.line, 'the file ends inside a quoted cell');
    const atRowStart =
      this.#state === State.AFTER_RETURN || (this.#state === State.CELL_START && this.#row.count === 0);
    if (!atRowStart) this.#endRow();
  }

  #plain(chunk: Uint8Array, from: number): number {
    const { bytes } = this.#row;
    let { length } = this.#row;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at]!;
      if (ENDS_CELL[byte] === 1) break;
      bytes[length++] = byte;
      at++;
    }
    this.#row.length = length;
    if (at === chunk.length) return at;
    this.#endCell(chunk[at]!);
    return at + 1;
  }

  #quoted(chunk: Uint8Array, from: number): number {
    const { bytes } = this.#row;
    let { length } = this.#row;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at++]!;
      if (byte === QUOTE) {
        this.#state = State.QUOTE_IN_QUOTED;
        break;
      }
      if (byte === LINE_FEED) this.#line++;
      bytes[length++] = byte;
    }
    this.#row.length = length;
    return at;
  }

  /** One byte at the start of a cell, after a quote inside a quoted one, or after a carriage return. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    if (this.#state === State.AFTER_RETURN) {
      this.#state = State.CELL_START;
      return byte === LINE_FEED ? at + 1 : at;
    }
    if (this.#state === State.CELL_START && byte !== QUOTE) {
      this.#state = State.PLAIN;
      return at;
    }
    if (this.#state === State.QUOTE_IN_QUOTED) {
      if (ENDS_CELL[byte] === 1) {
        this.#endCell(byte);
        return at + 1;
      }
      if (byte !== QUOTE)
        throw malformed(this.#file, this.#row.line, 'text follows the closing quote of a cell');
      this.#row.bytes[this.#row.length++] = QUOTE;
    }
    this.#state = State.QUOTED;
    return at + 1;
  }

  #endCell(byte: number): void {
    if (byte === COMMA) {
      this.#row.endCell(CellKind.CSV);
      this.#state = State.CELL_START;
      return;
    }
    this.#endRow();
    this.#state = byte === RETURN ? State.AFTER_RETURN : State.CELL_START;
  }

  #endRow(): void {
    const row = this.#row;
    row.endCell(CellKind.CSV);
    if (row.overflows()) throw tooLong(this.#file, row.line);
    if (this.#columns === 0) {
      this.#columns = row.count;
      this.#sink.header(Array.from({ length: row.count }, (_, cell) => row.text(cell)));
    } else if (row.count !== this.#columns) {
      throw malformed(this.#file, row.line, `the row has ${row.count} cells, the header ${this.#columns}`);
    } else {
      this.#sink.row(row);
    }
    row.clear();
    row.line = ++this.#line;
  }
}
