import type { PoolClient } from 'pg';
import { formatInstant } from '../domain/instant.ts';
import type { Period } from '../domain/period.ts';

/**
 * Begins the transaction that a report's rows come from: one snapshot, one store, one period. Resolves to the
 * snapshot's instant in milliseconds since the epoch.
 *
 * Sorts are off because an index holds the rows of every type in their order: the first row comes at once and nothing
 * is put aside on the disk of the database, even where the planner takes a sort of the whole period for cheaper.
 */
export async function beginSnapshot(
  client: Pick<PoolClient, 'query'>,
  report: { storeId: string; period: Period },
): Promise<number> {
  await client.query('begin isolation level repeatable read, read only');
  const { rows } = await client.query<{ asOf: number }>(
    `select statement_timestamp() as "asOf", set_config('daybook.store_id', $1, true),
       set_config('daybook.period_start', $2, true), set_config('daybook.period_end', $3, true),
       set_config('enable_sort', 'off', true), set_config('enable_incremental_sort', 'off', true)`,
    [report.storeId, formatInstant(report.period.start), formatInstant(report.period.end)],
  );
  return rows[0]?.asOf as number;
}
