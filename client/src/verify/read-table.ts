import { CsvReader } from './csv-reader.ts';
import { JsonReader } from './json-reader.ts';
import { chunksOf, type Source } from './source.ts';
import type { RowSink, TableReader } from './table-reader.ts';
import { UnreadableInput } from './unreadable-input.ts';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export interface TableOptions {
  /** Sees the bytes as they come, before their rows. */
  onChunk?(chunk: Uint8Array): void;
  /** Asked after every chunk; true ends the reading early. */
  enough?(): boolean;
}

/**
 * Reads a report file, CSV or JSON by its first byte, hands on its rows, and says which it is. Needs the memory of one chunk and one row.
 * Throws UnreadableInput for what is neither, and a FoundFault for a bad row.
 */
export async function readTable(
  source: Source,
  sink: RowSink,
  options: TableOptions = {},
): Promise<'CSV' | 'JSON'> {
  let reader: TableReader | undefined;
  let start = new Uint8Array();
  for await (const chunk of chunksOf(source)) {
    options.onChunk?.(chunk);
    if (reader === undefined) {
      start = joined(start, chunk);
      if (start.length <= BYTE_ORDER_MARK.length) continue;
      reader = readerFor(source.name, start, sink);
    } else {
      reader.push(chunk);
    }
    if (options.enough?.()) return reader.format;
  }
  reader ??= readerFor(source.name, start, sink);
  reader.end();
  return reader.format;
}

function readerFor(name: string, start: Uint8Array, sink: RowSink): TableReader {
  const text = start.subarray(textStart(start));
  if (text.length === 0) throw new UnreadableInput(`${name} is empty`);
  if (text.subarray(0, BYTE_ORDER_MARK.length).some(isNoText))
    throw new UnreadableInput(`${name} is neither CSV nor JSON in UTF-8`);
  if (text[0] === 0x7b)
    throw new UnreadableInput(`${name} is a JSON object and no report file; is it a manifest or a head?`);
  const reader = text[0] === 0x5b ? new JsonReader(name, sink) : new CsvReader(name, sink);
  reader.push(text);
  return reader;
}

/** No report starts with such a byte; archives, spreadsheets, pictures and UTF-16 do, within their first three. */
function isNoText(byte: number): boolean {
  return byte >= 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}

function textStart(start: Uint8Array): number {
  return BYTE_ORDER_MARK.every((byte, at) => start[at] === byte) ? BYTE_ORDER_MARK.length : 0;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
