import type { Readable } from 'node:stream';

/** `bytes` are the reader's until it calls `release`; then they are written over. */
export type Part = { readonly bytes: Buffer; readonly isLast: boolean; release(): void };

/**
 * Cuts a stream of bytes into parts of exactly `sizeBytes`, the last one shorter or, for an empty stream, empty. Bytes
 * are read no faster than parts are asked for, and buffers are used again once released. A reader that stops early has the
 * body to destroy.
 */
export async function* partsOf(body: Readable, sizeBytes: number): AsyncGenerator<Part, void, undefined> {
  const free: Buffer[] = [];
  const take = (): Buffer => free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes);
  const partOf = (buffer: Buffer, length: number, isLast: boolean): Part => ({
    bytes: buffer.subarray(0, length),
    isLast,
    release: () => void free.push(buffer),
  });
  let buffer = take();
  let filled = 0;
  // A reader that stops early destroys the body itself, with the reason: the iterator would do so without one.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    for (let from = 0; from < chunk.length;) {
      // A full part goes out only when there is a byte behind it, so that the last one is known as the last.
      if (filled === sizeBytes) {
        yield partOf(buffer, filled, false);
        buffer = take();
        filled = 0;
      }
      const copied = chunk.copy(buffer, filled, from);
      filled += copied;
      from += copied;
    }
  }
  yield partOf(buffer, filled, true);
}
