import type { RowBatch } from './row-reader.ts';

/** One rendering of the rows. */
export type RowWriter = {
  writeRows(batch: RowBatch): void;
  /** Writes what follows the last row and hands on the last block. */
  end(): void;
};
