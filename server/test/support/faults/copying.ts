import assert from 'node:assert/strict';
import { askPostgres } from '../ask-postgres.ts';
import type { FleetAtWork } from './fleet-at-work.ts';
import { pause } from './worker-fleet.ts';

/** The backends that are in the middle of a COPY for a report. */
export function copyingPids(superUrl: string): Promise<{ pid: number }[]> {
  return askPostgres(
    superUrl,
    `select pid from pg_stat_activity
     where datname = current_database() and application_name = 'daybook source' and state = 'active' and query ilike 'copy%'`,
  );
}

export async function untilCopying(superUrl: string): Promise<void> {
  while ((await copyingPids(superUrl)).length === 0) await pause(5);
}

/**
 * Waits for the reports. None may be cut short and called a success, or fail for another reason than the source, and
 * every worker has to be alive; resolves to how often each end came.
 */
export async function assertRightOrUnavailable(
  { fleet, work }: FleetAtWork,
  ids: readonly string[],
): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  for (const id of ids) {
    const report = await work.ended(id);
    const end = `${report.status} at attempt ${String(report['attempts'])}`;
    ends[end] = (ends[end] ?? 0) + 1;
    if (report.status === 'SUCCEEDED') await work.assertRight(id);
    else assert.deepEqual([report['errorCode'], report['attempts']], ['SOURCE_UNAVAILABLE', 3]);
  }
  for (const { child } of fleet.workers) assert.equal(child.exitCode, null, 'every worker is alive');
  return ends;
}
