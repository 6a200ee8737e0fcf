/** A file to verify. It is read twice: its first row to find its place, then as a whole. */
export interface Source {
  readonly name: string;
  /** In bytes, if known; only for progress. */
  readonly size?: number;
  /** Opens it anew, from its start. */
  open(): ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A `File` of a browser, or any other Blob under a name, as a source. */
export function blobSource(blob: Blob, name: string): Source {
  return { name, size: blob.size, open: () => blob.stream() };
}

/** The bytes, chunk by chunk. Closes what it opened also when the reader stops early. */
export async function* chunksOf(source: Source): AsyncGenerator<Uint8Array> {
  const opened = source.open();
  if (!('getReader' in opened)) {
    yield* opened;
    return;
  }
  // Not every browser can iterate over a stream.
  const reader = opened.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
