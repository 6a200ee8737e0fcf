import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** A byte stream that is hashed and counted on its way out. */
export type HashedOutput = {
  readonly stream: Readable;
  push(block: Buffer): void;
  end(): void;
  isFull(): boolean;
  /** Throws before `end`. `sha256` in lowercase hex. */
  digest(): { sizeBytes: number; sha256: string };
};

const BUFFERED_BYTES_MAX = 256 * 1024;

/** `onRoom`: the consumer took something. `onCutOff`: the stream was destroyed before its consumer saw its end. */
export function hashedOutput(onRoom: () => void, onCutOff: (error: Error | null) => void): HashedOutput {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let sha256: string | null = null;
  let full = false;
  const stream = new Readable({
    highWaterMark: BUFFERED_BYTES_MAX,
    read() {
      full = false;
      onRoom();
    },
    destroy(error, done) {
      if (!stream.readableEnded) onCutOff(error);
      done(error);
    },
  });
  return {
    stream,
    push(block) {
      hash.update(block);
      sizeBytes += block.length;
      // Set first: the push itself may make a consumer read, and reading is what ends fullness.
      full = true;
      if (stream.push(block)) full = false;
    },
    end() {
      sha256 = hash.digest('hex');
      stream.push(null);
    },
    isFull: () => full,
    digest() {
      if (sha256 === null) throw new Error('The output has no digest before its end.');
      return { sizeBytes, sha256 };
    },
  };
}
