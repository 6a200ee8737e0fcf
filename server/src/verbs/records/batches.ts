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
  const waiting = createWaitingRows<Row>();
  let troubled = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let asked = false;
  let last = Promise.resolve();

  function flushLater(): void {
    timer ??= setTimeout(() => void flush(), RECORDS_FLUSH_EVERY_MS);
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
    for (let left = waiting.size(); left > 0; left -= RECORDS_BATCH_MAX_ROWS) {
      if (!(await isSettled(waiting.take(Math.min(left, RECORDS_BATCH_MAX_ROWS))))) break;
    }
    if (waiting.size() > 0 && !closed) flushLater();
  }

  async function isSettled(batch: Row[]): Promise<boolean> {
    try {
      await write(batch);
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
      // Rows that Postgres will never take must not hold up all the others.
      const isLost = isRefusedData(error);
      if (isLost) waiting.giveUp(batch.length);
      else waiting.putBack(batch);
      return isLost;
    }
    troubled = false;
    tellLost();
    return true;
  }

  function tellLost(): void {
    const lost = waiting.takeLost();
    if (lost > 0) onLost(lost);
  }

  return {
    keep(row) {
      if (closed) return;
      waiting.add(row);
      if (waiting.size() >= RECORDS_BATCH_MAX_ROWS && !troubled && !asked) void flush();
      else flushLater();
    },
    flush,
    async close() {
      closed = true;
      await flush();
      waiting.giveUp(waiting.take(waiting.size()).length);
      tellLost();
    },
  };
}

/** Up to RECORDS_BUFFER_MAX_ROWS rows in order, and the count of those that were given up. */
function createWaitingRows<Row>() {
  let rows: Row[] = [];
  let lost = 0;
  const giveUpOldest = (count: number) => void (lost += rows.splice(0, count).length);
  return {
    size: () => rows.length,
    add(row: Row): void {
      // A batch's worth at once: moving all that wait for each single row would cost every request.
      if (rows.length >= RECORDS_BUFFER_MAX_ROWS) giveUpOldest(RECORDS_BATCH_MAX_ROWS);
      rows.push(row);
    },
    take: (count: number): Row[] => rows.splice(0, count),
    putBack(batch: Row[]): void {
      rows = [...batch, ...rows];
      giveUpOldest(Math.max(0, rows.length - RECORDS_BUFFER_MAX_ROWS));
    },
    giveUp: (count: number) => void (lost += count),
    takeLost(): number {
      const count = lost;
      lost = 0;
      return count;
    },
  };
}
