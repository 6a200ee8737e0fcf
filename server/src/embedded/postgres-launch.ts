import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '../domain/startup-error.ts';
import { postgresEnd } from './postgres-end.ts';
import { postgresFailure } from './postgres-failure.ts';
import { postgresCure } from './postgres-cure.ts';
import { readPostgresPidFile } from './postgres-pid-file.ts';
import type { UnprivilegedCommand } from './unprivileged-command.ts';

/** Recovery after a crash counts as starting, and giving up on it would only make the next start begin it again. */
const READY_MS = 120_000;
const SAY_SO_MS = 5_000;
/** How long the processes of a server that was killed may take to notice. */
const SURVIVORS_MS = 5_000;

type Launch = {
  readonly command: UnprivilegedCommand;
  readonly postgres: string;
  readonly dataDirectory: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
};

/**
 * Starts the server and waits until it takes connections.
 *
 * @returns its process id
 * @throws StartupError with what the server said when it ended instead
 */
export async function postgresLaunch(launch: Launch): Promise<number> {
  const logFile = `${launch.dataDirectory}.log`;
  const survivorsUntil = performance.now() + SURVIVORS_MS;
  for (let said = false; ; said = true) {
    const outcome = await attempt(launch, logFile);
    if (typeof outcome === 'number') return outcome;
    const reason = outcome.reason ?? postgresFailure(readFileSync(logFile, 'utf8')) ?? 'it gave no reason';
    if (!reason.includes('pre-existing shared memory block') || performance.now() > survivorsUntil)
      throw new StartupError(
        `Postgres could not start: ${reason} (log: ${logFile}): ${postgresCure(reason)}.`,
      );
    if (!said) launch.log('Waiting for the processes of a Postgres that was killed to end');
    await delay(50);
  }
}

async function attempt(
  { command, postgres, dataDirectory, settings, log }: Launch,
  logFile: string,
): Promise<number | { reason?: string }> {
  if (existsSync(logFile)) renameSync(logFile, `${dataDirectory}.previous.log`);
  const output = openSync(logFile, 'a', 0o600);
  const child = command.spawn(
    postgres,
    ['-D', dataDirectory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // In a session of its own, so that Ctrl-C reaches us first and we can let the work drain.
    { detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  child.unref();
  let notStarted: string | undefined;
  child.on('error', (error) => (notStarted = error.message));

  const began = performance.now();
  let said = false;
  while (notStarted === undefined && !hasEnded(child)) {
    const found = readPostgresPidFile(dataDirectory);
    if (typeof found === 'object' && found.pid === child.pid && found.status === 'ready') return found.pid;
    const waited = performance.now() - began;
    if (waited > READY_MS) {
      if (child.pid !== undefined) await postgresEnd(child.pid, dataDirectory);
      return { reason: `it was not ready within ${READY_MS / 1000} s` };
    }
    if (waited > SAY_SO_MS && !said) log('Postgres is still starting; after a crash it recovers first');
    said ||= waited > SAY_SO_MS;
    await delay(10);
  }
  return notStarted === undefined ? {} : { reason: notStarted };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
