import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Submittable } from 'pg';
import { type CopiedChunk, copyMessages } from './copy-messages.ts';

/** What a `COPY … TO STDOUT` sends, for `client.query` to begin. */
export type CopyOut = Submittable & {
  readonly text: string;
  /** Ends once the database has said that all rows were sent. */
  readonly stream: Readable;
  /** After the end: how many rows the database says it sent. */
  rowCount(): number;
};

/** What is needed of the connection of `pg`, whose types do not name its socket. */
type Connection = { readonly stream: Socket; query(text: string): void };
type SocketListener = (chunk: Buffer) => void;

const BUFFERED_BYTES_MAX = 256 * 1024;
/** Postgres sends 8 KiB at a time; a read of less than this means that we are quicker than it is. */
const SHORT_READ_BYTES = 32 * 1024;
const REST_MS = 0.2;
/** A report is large once this much of it was read: a small one does not wait for anything. */
const LARGE_BYTES = 1024 * 1024;

const NEVER_CHANGED = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * Copies rows out past the parser of `pg`, which would make an object of every message, and a row is a message. While the
 * rows come this listens to the connection's socket in its place; before and after them `pg` hears everything itself.
 */
export function copyOut(statement: string): CopyOut {
  let socket: Socket | undefined;
  let rowCount = 0;
  let bytesRead = 0;
  const stream = new Readable({
    highWaterMark: BUFFERED_BYTES_MAX,
    read() {
      socket?.resume();
    },
  });

  function listen(to: Socket): void {
    const [parse] = to.listeners('data') as SocketListener[];
    if (!parse || to.listenerCount('data') !== 1)
      throw new Error('pg no longer listens to its socket as it did.');
    const take = copyMessages(parse);
    to.removeListener('data', parse);
    to.on('data', function onData(chunk: Buffer) {
      if (stream.destroyed) return;
      let taken: CopiedChunk;
      try {
        taken = take(chunk);
      } catch (error) {
        stream.destroy(error as Error);
        return;
      }
      const { rows, after } = taken;
      if (rows.length > 0 && !stream.push(rows)) to.pause();
      bytesRead += chunk.length;
      if (!after) {
        if (bytesRead > LARGE_BYTES && chunk.length < SHORT_READ_BYTES) rest();
        return;
      }
      socket = undefined;
      to.removeListener('data', onData);
      to.on('data', parse);
      to.resume();
      parse(after);
    });
  }

  return {
    text: statement,
    stream,
    rowCount: () => rowCount,
    submit(connection: unknown) {
      const { stream: own, query } = connection as Connection;
      socket = own;
      listen(own);
      query.call(connection, this.text);
    },
    handleCommandComplete({ text }: { text: string }) {
      rowCount = Number(/^COPY (\d+)$/.exec(text)?.[1]);
      stream.push(null);
    },
    handleError: (error: Error) => void stream.destroy(error),
    handleReadyForQuery() {},
  } as CopyOut;
}

/**
 * Lets the database get ahead, for a moment in which this thread does nothing else. Being woken for every 8 KiB costs both
 * sides more than the bytes themselves (decision 25), and no timer is as short as the socket's buffer is small.
 */
function rest(): void {
  Atomics.wait(NEVER_CHANGED, 0, 0, REST_MS);
}
