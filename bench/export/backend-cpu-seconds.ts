import { readFile } from 'node:fs/promises';

/** Of `/proc/<pid>/stat`; Linux has told programs this rate since 2.6, whatever the kernel's own. */
const TICKS_PER_SECOND = 100;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** The processor time that a process has used so far, in its own code and in the kernel; null where there is no /proc. */
export async function backendCpuSeconds(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // `pid (name) state …`, and the name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
}
