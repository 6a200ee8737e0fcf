import { JsonRow, MalformedJson } from './json-row.ts';
import { ROW_LIMIT_BYTES, Row } from './row.ts';
import { malformed, tooLong, type RowSink, type TableReader } from './table-reader.ts';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const COMMA = 0x2c;

/** Which line may come next. */
const State = { OPENING: 0, FIRST_ROW: 1, ROW: 2, LAST_ROW_SEEN: 3, CLOSED: 4 } as const;

/** JSON as Daybook writes it: an array with one flat object per line, `[`, `{…},`, `{…}`, `]`; without rows `[]`. */
export class JsonReader implements TableReader {
  readonly format = 'JSON';
  readonly #file: string;
  readonly #sink: RowSink;
  readonly #row = new Row();
  readonly #parser = new JsonRow(this.#row);
  /** The start of a line whose end is in the next chunk. */
  readonly #carried = new Uint8Array(ROW_LIMIT_BYTES);
  #carriedLength = 0;
  #line = 1;
  #state: number = State.OPENING;
  #hasHeader = false;

  constructor(file: string, sink: RowSink) {
    this.#file = file;
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, at)) {
      if (this.#carriedLength === 0) {
        this.#takeLine(chunk, at, end);
      } else {
        this.#carry(chunk.subarray(at, end));
        this.#takeLine(this.#carried, 0, this.#carriedLength);
        this.#carriedLength = 0;
      }
      this.#line++;
      at = end + 1;
    }
    this.#carry(chunk.subarray(at));
  }

  end(): void {
    this.#takeLine(this.#carried, 0, this.#carriedLength);
    if (this.#state !== State.CLOSED)
      throw malformed(this.#file, this.#line, 'the file ends before its closing bracket');
  }

  #carry(bytes: Uint8Array): void {
    if (this.#carriedLength + bytes.length > ROW_LIMIT_BYTES) throw tooLong(this.#file, this.#line);
    this.#carried.set(bytes, this.#carriedLength);
    this.#carriedLength += bytes.length;
  }

  #takeLine(bytes: Uint8Array, lineStart: number, lineEnd: number): void {
    let from = lineStart;
    let to = lineEnd;
    while (from < to && isSpace(bytes[from]!)) from++;
    while (from < to && isSpace(bytes[to - 1]!)) to--;
    const line = to - from > 2 ? '' : String.fromCharCode(...bytes.subarray(from, to));
    if (this.#state === State.OPENING && (line === '[' || line === '[]')) {
      this.#state = line === '[' ? State.FIRST_ROW : State.CLOSED;
    } else if (line === ']' && (this.#state === State.FIRST_ROW || this.#state === State.LAST_ROW_SEEN)) {
      this.#state = State.CLOSED;
    } else if (this.#state === State.FIRST_ROW || this.#state === State.ROW) {
      const more = bytes[to - 1] === COMMA;
      this.#takeRow(bytes, from, more ? to - 1 : to);
      this.#state = more ? State.ROW : State.LAST_ROW_SEEN;
    } else if (from < to || this.#state !== State.CLOSED) {
      throw malformed(this.#file, this.#line, expectation(this.#state));
    }
  }

  #takeRow(bytes: Uint8Array, from: number, to: number): void {
    const row = this.#row;
    row.clear();
    row.line = this.#line;
    try {
      this.#parser.parse(bytes, from, to);
    } catch (error) {
      if (error instanceof MalformedJson) throw malformed(this.#file, this.#line, error.message);
      throw error;
    }
    if (row.overflows()) throw tooLong(this.#file, this.#line);
    if (!this.#hasHeader) this.#sink.header(this.#parser.columns());
    this.#hasHeader = true;
    this.#sink.row(row);
  }
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === RETURN || byte === TAB;
}

function expectation(state: number): string {
  if (state === State.OPENING) return 'the file does not start with a line that is an opening bracket';
  if (state === State.CLOSED) return 'text follows the closing bracket';
  return 'a row follows a line without a comma at its end';
}
