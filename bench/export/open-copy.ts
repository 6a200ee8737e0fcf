import type { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../server/src/db/database.ts';
import { formatInstant } from '../../server/src/domain/instant.ts';
import type { ContenderOrder } from './contender-run.ts';

/** Rows as Postgres writes them. */
export type CopiedRows = {
  readonly stream: Readable;
  /** After the stream has ended. */
  rowCount(): number;
  close(): Promise<void>;
};

/** What the product's `openRows` does, for a statement of another format: same role, snapshot and settings. */
export async function openCopy(
  database: Database,
  order: Pick<ContenderOrder, 'storeId' | 'period'>,
  statement: string,
): Promise<CopiedRows> {
  const client = await database.pool.connect();
  await client.query('begin isolation level repeatable read, read only');
  await client.query(
    `select set_config('daybook.store_id', $1, true), set_config('daybook.period_start', $2, true),
       set_config('daybook.period_end', $3, true)`,
    [order.storeId, formatInstant(order.period.start), formatInstant(order.period.end)],
  );
  const stream = client.query(copyTo(statement));
  return {
    stream,
    rowCount: () => stream.rowCount,
    async close() {
      await client.query('commit');
      client.release();
    },
  };
}
