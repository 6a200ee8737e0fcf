import type { QueryResultRow } from 'pg';
import type { StoreTransaction } from './transaction.ts';

const BATCH_ROWS = 1_000;

/**
 * The rows of a SELECT, a batch at a time, so that however many there are take no more memory. `$1` is the store. One
 * reading at a time in a transaction; one that is left early stays open until the transaction ends.
 */
export async function* readInBatches<Row extends QueryResultRow>(
  transaction: StoreTransaction,
  select: string,
  values: readonly unknown[] = [],
): AsyncGenerator<Row[]> {
  // Every row will be wanted: the plan should be the best for all of them, not for the first.
  await transaction.query('set local cursor_tuple_fraction = 1');
  await transaction.query(`declare batches no scroll cursor for ${select}`, [transaction.storeId, ...values]);
  for (;;) {
    const { rows } = await transaction.query<Row>(`fetch ${BATCH_ROWS} from batches`);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH_ROWS) break;
  }
  await transaction.query('close batches');
}
