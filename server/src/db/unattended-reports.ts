import { TAKE_UP_MAX_MS } from '../domain/limits.ts';
import { formatInstant } from '../domain/instant.ts';
import type { Transaction } from './transaction.ts';
import { WORKER_LOCK } from './worker-presence.ts';

/** A PENDING or PROCESSING report that nobody works on and that no job will bring back to a worker soon. */
export type UnattendedReport = {
  storeId: string;
  reportId: string;
  attempts: number;
  jobId: string | null;
  /** Whether it was with a worker that is gone; else the queue has forgotten it. */
  workerDied: boolean;
};

/**
 * Over all stores: reports whose worker's lock is free, reports whose job the queue does not have any more, and reports
 * whose job was given to a worker that has not taken them up.
 */
export async function listUnattendedReports(
  platform: Transaction,
  options: { queue: string; limit: number; now: number },
): Promise<UnattendedReport[]> {
  const { rows } = await platform.query<UnattendedReport>(
    `select store_id as "storeId", id as "reportId", attempts, job_id as "jobId", not lives as "workerDied"
     from (
       select reports.*, worker is null or exists (
         select from pg_locks
         where locktype = 'advisory' and objsubid = 2 and classid = $1::integer::oid and objid = worker::oid and granted
           and database = (select oid from pg_database where datname = current_database())
       ) as lives
       from reports
       where status in ('PENDING', 'PROCESSING') and expires_at > $4
     ) as live
     where not lives or not exists (
       select from daybook_queue.job
       where job.name = $2 and job.id = live.job_id and (
         job.state in ('created', 'retry')
         or job.state = 'active' and (worker is not null or job.started_on > now() - $5 * interval '1 ms')
       )
     )
     order by created_at, id limit $3`,
    [WORKER_LOCK, options.queue, options.limit, formatInstant(options.now), TAKE_UP_MAX_MS],
  );
  return rows;
}
