import { isUtf8 } from 'node:buffer';
import { DaybookError } from '../../domain/errors.ts';

/** A line without its end, its number from 1, and its size with its end. */
export type NdjsonLine = { number: number; text: string; bytes: number };

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes into lines; blank ones are counted and passed over, and so is a byte order mark at the very
 * start. Throws INVALID_REQUEST that names the line when one is longer than `lineMaxBytes` or not UTF-8.
 */
export async function* readNdjson(
  source: AsyncIterable<Buffer>,
  lineMaxBytes: number,
): AsyncGenerator<NdjsonLine> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const bytes =
        rest.length === 0 ? chunk.subarray(from, end) : Buffer.concat([rest, chunk.subarray(from, end)]);
      rest = Buffer.alloc(0);
      from = end + 1;
      number += 1;
      const line = decode(bytes, number, lineMaxBytes);
      if (line) yield line;
    }
    rest = rest.length === 0 ? chunk.subarray(from) : Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > lineMaxBytes) throw badLine(number + 1, tooLong(lineMaxBytes));
  }
  const last = decode(rest, number + 1, lineMaxBytes);
  if (last) yield last;
}

function decode(bytes: Buffer, number: number, lineMaxBytes: number): NdjsonLine | undefined {
  if (bytes.length > lineMaxBytes) throw badLine(number, tooLong(lineMaxBytes));
  if (!isUtf8(bytes)) throw badLine(number, 'is not UTF-8 text');
  const decoded = bytes.toString('utf8');
  const text = number === 1 && decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  return text.trim() === '' ? undefined : { number, text, bytes: bytes.length + 1 };
}

function tooLong(lineMaxBytes: number): string {
  return `is longer than ${lineMaxBytes} bytes`;
}

function badLine(number: number, message: string): DaybookError {
  const details = [{ path: `line ${number}`, message }];
  return new DaybookError('INVALID_REQUEST', `Line ${number} ${message}.`, { details });
}
