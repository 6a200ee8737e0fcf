import type { Format } from './reports.ts';

const LINE_FEED = 10;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Files of one report type as one: CSV with the header of the first, JSON as one array. `cancel`: who reads has stopped. */
export function joinFiles(
  files: AsyncIterable<ReadableStream<Uint8Array>>,
  format: Format,
  cancel: (reason: unknown) => void = () => undefined,
): ReadableStream<Uint8Array> {
  const chunks = format === 'CSV' ? joinCsv(files) : joinJson(files);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel(reason) {
        cancel(reason);
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Rows are separated by line feeds and none follows the last; a header cell holds no line feed. */
async function* joinCsv(files: AsyncIterable<ReadableStream<Uint8Array>>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const file of files) {
    let inHeader = !first;
    first = false;
    for await (const chunk of chunksOf(file)) {
      const at = inHeader ? chunk.indexOf(LINE_FEED) : 0;
      if (at < 0) continue;
      inHeader = false;
      // The line feed that ends the header now separates from the rows before.
      yield chunk.subarray(at);
    }
  }
}

/** `[\n{…},\n{…}\n]\n`, and `[]\n` for none: two bytes in front of the rows and three behind are not theirs. */
async function* joinJson(files: AsyncIterable<ReadableStream<Uint8Array>>): AsyncGenerator<Uint8Array> {
  let any = false;
  for await (const file of files) {
    let skip = 2;
    let separated = false;
    let held: Uint8Array = new Uint8Array(0);
    for await (const chunk of chunksOf(file)) {
      const whole = concatenated(held, chunk.subarray(Math.min(skip, chunk.length)));
      skip -= Math.min(skip, chunk.length);
      held = whole.slice(-3);
      if (whole.length <= 3) continue;
      if (!separated) yield bytesOf(any ? ',\n' : '[\n');
      separated = any = true;
      yield whole.subarray(0, -3);
    }
  }
  yield bytesOf(any ? '\n]\n' : '[]\n');
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Not every browser can iterate a stream. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Does nothing to a stream that has ended.
    await reader.cancel().catch(() => undefined);
  }
}
