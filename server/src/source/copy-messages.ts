/** What a chunk of the connection held: bytes of rows, moved to its front, and all that follows the last row, if it did. */
export type CopiedChunk = { readonly rows: Buffer; readonly after: Buffer | null };

const HEADER_BYTES = 5;
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR_RESPONSE = 0x45;

/**
 * Takes the messages of a running `COPY … TO STDOUT` apart, in chunks cut anywhere. Nothing is made for a row: its bytes
 * are moved within the chunk, over the header of its message. `other` is handed the bytes of any other message.
 * Source: "Message Formats" of Postgres's frontend/backend protocol.
 */
export function copyMessages(other: (bytes: Buffer) => void): (chunk: Buffer) => CopiedChunk {
  /** A header that a chunk ended within. */
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let code = 0;
  /** Bytes to come of the message begun. */
  let left = 0;

  return (chunk) => {
    let at = 0;
    let rowBytes = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const start = at;
        if (headerBytes === 0 && chunk.length - at >= HEADER_BYTES) {
          code = chunk[at]!;
          left = chunk.readInt32BE(at + 1) - 4;
          at += HEADER_BYTES;
        } else {
          header[headerBytes++] = chunk[at++]!;
          if (headerBytes < HEADER_BYTES) continue;
          headerBytes = 0;
          code = header[0]!;
          left = header.readInt32BE(1) - 4;
        }
        if (left < 0) throw new Error('The database sent a message of an impossible length.');
        if (code === COPY_DATA) continue;
        const whole = at - start === HEADER_BYTES;
        if (code === COPY_DONE || code === ERROR_RESPONSE) {
          if (!whole) other(Buffer.from(header));
          return { rows: chunk.subarray(0, rowBytes), after: chunk.subarray(whole ? start : at) };
        }
        other(Buffer.from(whole ? chunk.subarray(start, at) : header));
      }
      const end = Math.min(at + left, chunk.length);
      if (code !== COPY_DATA) other(Buffer.from(chunk.subarray(at, end)));
      else {
        chunk.copyWithin(rowBytes, at, end);
        rowBytes += end - at;
      }
      left -= end - at;
      at = end;
    }
    return { rows: chunk.subarray(0, rowBytes), after: null };
  };
}
