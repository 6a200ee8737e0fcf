import { setTimeout as delay } from 'node:timers/promises';

import { postgresIsRunning } from './postgres-is-running.ts';
import { processIsGone } from './process-is-gone.ts';

// Postgres's names: fast (rolls back and writes everything out), immediate (recovers at the next start), none.
const STEPS = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 1_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Ends the server with this process id on this data folder and waits until it is gone, at most nine seconds.
 * Does nothing when the process is another one.
 */
export async function postgresEnd(pid: number, dataDirectory: string): Promise<void> {
  for (const [signal, waitMs] of STEPS) {
    if (!postgresIsRunning(pid, dataDirectory)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    const deadline = performance.now() + waitMs;
    while (performance.now() < deadline) {
      if (processIsGone(pid)) return;
      await delay(10);
    }
  }
  throw new Error(`Postgres (process ${pid}) on ${dataDirectory} does not end.`);
}
