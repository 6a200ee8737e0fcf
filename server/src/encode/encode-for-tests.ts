import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column } from '../domain/column.ts';
import type { Format } from '../domain/format.ts';
import type { ColumnTotal } from '../domain/manifest.ts';
import { type EncodedFile, encodeRows } from './encode-rows.ts';

/** Encodes chunks to the end and collects everything; rejects as soon as the input or an output fails. */
export async function encodeChunks(
  columns: readonly Column[],
  chunks: Iterable<Buffer>,
  {
    formats = ['CSV', 'JSON'],
    formulaGuard = false,
  }: { formats?: readonly Format[]; formulaGuard?: boolean } = {},
): Promise<{ bytes: Map<Format, Buffer>; files: EncodedFile[]; rowsWritten: number; totals: ColumnTotal[] }> {
  const encoding = encodeRows({ columns, formats, formulaGuard });
  const collected = [...encoding.outputs].map(async ([format, output]): Promise<[Format, Buffer]> => [
    format,
    await buffer(output),
  ]);
  const [, ...entries] = await Promise.all([
    pipeline(Readable.from(chunks, { objectMode: true }), encoding.input),
    ...collected,
  ]);
  return {
    bytes: new Map(entries),
    files: encoding.files(),
    rowsWritten: encoding.rowsWritten(),
    totals: encoding.totals(),
  };
}

/** Cuts bytes into chunks of the given sizes, taken in turn. */
export function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let turn = 0;
  for (let at = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
