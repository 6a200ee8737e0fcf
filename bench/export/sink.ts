import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';

/** Counts bytes, hashes them if asked to, and drops them. */
export type Sink = {
  readonly stream: Writable;
  sizeBytes(): number;
  /** Lowercase hex, once; null when it does not hash. */
  sha256(): string | null;
};

/**
 * Every byte of every contender is hashed once, by SHA-256 in the same thread. Daybook hashes its outputs itself, as part of
 * the product, so its sink only counts.
 */
export function createSink(options: { hashes: boolean }): Sink {
  const hash = options.hashes ? createHash('sha256') : null;
  let sizeBytes = 0;
  return {
    stream: new Writable({
      write(chunk: Buffer, _encoding, done) {
        hash?.update(chunk);
        sizeBytes += chunk.length;
        done();
      },
    }),
    sizeBytes: () => sizeBytes,
    sha256: () => hash?.digest('hex') ?? null,
  };
}
