import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { processCpuSeconds, reapedCpuSeconds } from '../process-cpu-seconds.ts';

/**
 * What the Postgres behind this connection has used of the processor so far: its postmaster, every process of it that
 * runs, and those that have ended. Not a number where there is no /proc.
 */
export async function clusterCpuSeconds(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (process.platform !== 'linux') return Number.NaN;
  const postmaster = await parentOf(rows[0]?.pid as number);
  let seconds = ((await processCpuSeconds(postmaster)) ?? 0) + (await reapedCpuSeconds(postmaster));
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // One that ends meanwhile is counted the next time, with those that have ended.
    const parent = await parentOf(Number(name)).catch(() => undefined);
    if (parent === postmaster) seconds += (await processCpuSeconds(Number(name)).catch(() => null)) ?? 0;
  }
  return seconds;
}

async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
