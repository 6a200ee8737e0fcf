import type { CarriedBytes } from './carried-bytes.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const FLAGS_AT = SIGNATURE.length;
const EXTENSION_LENGTH_AT = FLAGS_AT + 4;
const HEADER_BYTES = EXTENSION_LENGTH_AT + 4;
/** Flags that change the format; a reader must refuse those it does not know. */
const CRITICAL_FLAGS = ~0xffff;

/** What precedes the rows: signature, flags, and an extension area to be skipped. */
export function copyHeader(): {
  /** Moves past the header; false while more bytes are needed. Throws where this is no binary COPY. */
  passed(carry: CarriedBytes): boolean;
} {
  let extensionLeft: number | null = null;
  return {
    passed(carry) {
      if (extensionLeft === 0) return true;
      if (extensionLeft === null) {
        if (carry.end - carry.at < HEADER_BYTES) return false;
        extensionLeft = extensionLength(carry.bytes, carry.at);
        carry.at += HEADER_BYTES;
      }
      const skipped = Math.min(extensionLeft, carry.end - carry.at);
      extensionLeft -= skipped;
      carry.at += skipped;
      return extensionLeft === 0;
    },
  };
}

function extensionLength(bytes: Buffer, at: number): number {
  if (!bytes.subarray(at, at + SIGNATURE.length).equals(SIGNATURE)) {
    throw new Error("The data does not start with the signature of Postgres's binary COPY format.");
  }
  if ((bytes.readInt32BE(at + FLAGS_AT) & CRITICAL_FLAGS) !== 0) {
    throw new Error('The binary COPY header has flags that are not understood.');
  }
  const length = bytes.readInt32BE(at + EXTENSION_LENGTH_AT);
  if (length < 0) throw new Error('The binary COPY header has an extension of negative length.');
  return length;
}
