import type { Transaction } from './transaction.ts';

/** Jobs of one queue: those that could run now, those that wait for their time, those that run. */
export type QueueDepth = {
  queue: string;
  ready: number;
  deferred: number;
  active: number;
  /** How long the one that waits longest has been ready, in seconds; 0 where none is. */
  oldestReadySeconds: number;
};

/** One for each of the names. Reads only jobs that have not ended, by an index over just those. */
export async function readQueueDepths(
  platform: Transaction,
  names: readonly string[],
): Promise<QueueDepth[]> {
  const { rows } = await platform.query<QueueDepth>(
    `select queue.name as queue,
            count(*) filter (where state < 'active' and start_after <= now())::int as ready,
            count(*) filter (where state < 'active' and start_after > now())::int as deferred,
            count(*) filter (where state = 'active')::int as active,
            coalesce(extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now())), 0)::float8
              as "oldestReadySeconds"
     from unnest($1::text[]) as queue (name)
     left join daybook_queue.job on job.name = queue.name and job.state <= 'active'
     group by queue.name`,
    [names],
  );
  return rows;
}
