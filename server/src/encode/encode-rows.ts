import type { Readable, Writable } from 'node:stream';
import type { Column } from '../domain/column.ts';
import type { Format } from '../domain/format.ts';
import type { ColumnTotal } from '../domain/manifest.ts';
import { columnTotals } from './column-totals.ts';
import { csvWriter } from './csv-writer.ts';
import { hashedOutput } from './hashed-output.ts';
import { jsonWriter } from './json-writer.ts';
import { pacedInput } from './paced-input.ts';
import { rowReader } from './row-reader.ts';
import type { RowWriter } from './row-writer.ts';

/** One finished rendering; `sha256` in lowercase hex. */
export type EncodedFile = { readonly format: Format; readonly sizeBytes: number; readonly sha256: string };

export type RowEncoding = {
  /** Takes the bytes of `COPY (…) TO STDOUT (FORMAT binary)`; takes no more while any output is full. */
  readonly input: Writable;
  /** One byte stream per format. Consume all at the same time: the slowest sets the pace. */
  readonly outputs: ReadonlyMap<Format, Readable>;
  /** Rows written so far. */
  rowsWritten(): number;
  /** In the order of the formats asked for. Throws before the outputs have ended. */
  files(): EncodedFile[];
  /** Of the amounts written so far. */
  totals(): ColumnTotal[];
};

type WriterOptions = { readonly columns: readonly Column[]; readonly formulaGuard: boolean };

const WRITERS: Readonly<
  Record<Format, (emit: (block: Buffer) => void, options: WriterOptions) => RowWriter>
> = {
  CSV: (emit, { columns, formulaGuard }) => csvWriter(columns, formulaGuard, emit),
  JSON: (emit, { columns }) => jsonWriter(columns, emit),
};

/**
 * Encodes rows to every format asked for, in one pass. When the input fails, or any stream is destroyed before its end,
 * all are destroyed with the error.
 */
export function encodeRows(options: {
  readonly columns: readonly Column[];
  readonly formats: readonly Format[];
  readonly formulaGuard: boolean;
}): RowEncoding {
  const { columns, formats, formulaGuard } = options;
  const reader = rowReader(columns);
  const totals = columnTotals(columns);
  let rows = 0;

  const renderings = [...new Set(formats)].map((format) => {
    const output = hashedOutput(
      () => input.proceed(),
      (error) => destroyAll(error ?? new Error(`The reader of the ${format} output went away.`)),
    );
    const writer = WRITERS[format](output.push, { columns, formulaGuard });
    return { format, output, writer };
  });

  const input = pacedInput({
    take: (chunk) => reader.append(chunk),
    mayProceed: () => renderings.every(({ output }) => !output.isFull()),
    step() {
      const batch = reader.next();
      if (batch === null) return false;
      for (const { writer } of renderings) writer.writeRows(batch);
      totals.addRows(batch);
      rows += batch.rowCount;
      return true;
    },
    end() {
      reader.end();
      for (const { writer, output } of renderings) {
        writer.end();
        output.end();
      }
    },
    onCutOff: destroyAll,
  });

  function destroyAll(error: Error): void {
    input.stream.destroy(error);
    for (const { output } of renderings) output.stream.destroy(error);
  }

  return {
    input: input.stream,
    outputs: new Map(renderings.map(({ format, output }) => [format, output.stream])),
    rowsWritten: () => rows,
    files: () => renderings.map(({ format, output }) => ({ format, ...output.digest() })),
    totals: totals.totals,
  };
}
