import { FoundFault } from './found-fault.ts';
import { ROW_LIMIT_BYTES, type Row } from './row.ts';

/** Takes the rows that a reader finds. */
export interface RowSink {
  /** Once, before the first row. A JSON file without rows has no columns. */
  header(columns: readonly string[]): void;
  /** The row is overwritten afterwards. */
  row(row: Row): void;
}

/** Reads one file format from chunks of any size. */
export interface TableReader {
  readonly format: 'CSV' | 'JSON';
  push(chunk: Uint8Array): void;
  /** After the last chunk. */
  end(): void;
}

/** A fault in the form of a row, not in what it says. */
export function malformed(file: string, line: number, message: string): FoundFault {
  return new FoundFault('MALFORMED_ROW', message, { file, line });
}

/** A row that does not fit. */
export function tooLong(file: string, line: number): FoundFault {
  return malformed(file, line, `the row is longer than ${ROW_LIMIT_BYTES} bytes or has too many cells`);
}
