import { isRefusedData } from '../../db/database.ts';
import {
  RECORDS_BATCH_MAX_ROWS,
  RECORDS_BUFFER_MAX_ROWS,
  RECORDS_FLUSH_EVERY_MS,
} from '../../domain/limits.ts';

/** Rows that wait in memory and are written in batches, one batch at a time. Full, it gives up the oldest. */
export type Batches<Row> = {
  keep(row: Row): void;
  /** Writes all that is kept so far. Resolves, too, when a batch could not be written: it is kept, and tried again. */
  flush(): Promise<void>;
  /** Writes for the last time; what cannot be written then is lost. Harmless twice. */
  close(): Promise<void>;
};

type BatchesOptions<Row> = {
  write: (batch: readonly Row[]) => Promise<void>;
  /** Hears once of each time in which nothing can be written. */
  onTrouble: (error: unknown) => void;
  /** Hears how many rows were lost when such a time is over, or when it was closed in it. */
  onLost: (count: number) => void;
};

/** An empty buffer; the limits are RECORDS_… in `domain/limits.ts`. */
export function createBatches<Row>({ write, onTrouble, onLost }: BatchesOptions<Row>): Batches<Row> {
  let waiting: Row[] = [];
  let lost = 0;
  let troubled = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let asked = false;
  let last = Promise.resolve();

  function keep(row: Row): void {
    if (closed) return;
    // A batch's worth at once: moving all that wait for each single row would cost every request.
    if (waiting.length >= RECORDS_BUFFER_MAX_ROWS) giveUpOldest(RECORDS_BATCH_MAX_ROWS);
    waiting.push(row);
    if (waiting.length >= RECORDS_BATCH_MAX_ROWS && !troubled && !asked) void flush();
    else timer ??= setTimeout(flush, RECORDS_FLUSH_EVERY_MS);
  }

  function giveUpOldest(count: number): void {
    lost += waiting.splice(0, count).length;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    asked = true;
    last = last.then(writeWaiting);
    return last;
  }

  async function writeWaiting(): Promise<void> {
    asked = false;
    let left = waiting.length;
    while (left > 0) {
      const batch = waiting.splice(0, Math.min(left, RECORDS_BATCH_MAX_ROWS));
      left -= batch.length;
      if (!(await isWritten(batch))) break;
    }
    if (waiting.length > 0 && !closed) timer ??= setTimeout(flush, RECORDS_FLUSH_EVERY_MS);
  }

  async function isWritten(batch: Row[]): Promise<boolean> {
    try {
      await write(batch);
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
      // Rows that Postgres will never take must not hold up all the others.
      if (isRefusedData(error)) lost += batch.length;
      else waiting = [...batch, ...waiting];
      giveUpOldest(Math.max(0, waiting.length - RECORDS_BUFFER_MAX_ROWS));
      return false;
    }
    troubled = false;
    tellLost();
    return true;
  }

  function tellLost(): void {
    if (lost > 0) onLost(lost);
    lost = 0;
  }

  async function close(): Promise<void> {
    closed = true;
    await flush();
    giveUpOldest(waiting.length);
    tellLost();
  }

  return { keep, flush, close };
}
