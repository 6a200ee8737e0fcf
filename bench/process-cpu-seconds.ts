import { readFile } from 'node:fs/promises';

/** Of `/proc/<pid>/stat`; Linux has told programs this rate since 2.6, whatever the kernel's own. */
const TICKS_PER_SECOND = 100;
/** Where its fields are, counted from the one after the name: user and system time, then those of children waited for. */
const OWN = [11, 12] as const;
const REAPED = [13, 14] as const;

/** The processor time that a process has used so far, in its own code and in the kernel; null where there is no /proc. */
export async function processCpuSeconds(pid: number): Promise<number | null> {
  return process.platform === 'linux' ? readSeconds(pid, OWN) : null;
}

/** What the children used that have ended and were waited for. Linux only. */
export async function reapedCpuSeconds(pid: number): Promise<number> {
  return readSeconds(pid, REAPED);
}

async function readSeconds(pid: number, places: readonly number[]): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // `pid (name) state …`, and the name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return places.reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS_PER_SECOND;
}
