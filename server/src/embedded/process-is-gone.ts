import { readFileSync } from 'node:fs';

/** Whether a process has ended. A dead one that its parent has yet to collect counts as gone, unless the parent is us. */
export function processIsGone(pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // `pid (name) state parent …`, and the name may hold anything.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (state === 'Z' || state === 'X') && Number(parent) !== process.pid;
    } catch {
      return true;
    }
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
