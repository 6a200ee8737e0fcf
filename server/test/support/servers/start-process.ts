import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** A `daybook-server` as a process of its own. */
export type ServerProcess = {
  readonly child: ChildProcess;
  /** Everything printed so far, by stdout and stderr together. */
  printed(): string;
  /** Resolves when the text appears; rejects when the process ends before. */
  until(text: string | RegExp): Promise<void>;
  /** Resolves to the exit code, or the signal's name, once the process is gone. */
  ended(): Promise<number | string>;
};

const running = new Set<ChildProcess>();

/** For `afterEach`: ends what a failed test left running, and waits until it is gone. */
export async function endProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }),
  );
}

/** Starts `node main.ts …words`, with only these settings in its environment. */
export function startProcess(
  words: readonly string[],
  settings: Record<string, string>,
  user: { uid?: number; gid?: number } = {},
): ServerProcess {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let text = '';
  const looks = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of looks) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  // Not 'exit': its last words may arrive later.
  const close = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    printed: () => text,
    until(wanted) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => {
        if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) resolve();
      };
      looks.add(look);
      look();
      void close.then(() =>
        reject(new Error(`the process ended before it printed ${String(wanted)}:\n${text}`)),
      );
      return promise.finally(() => looks.delete(look));
    },
    async ended() {
      const [code, signal] = await close;
      return code ?? signal ?? 'unknown';
    },
  };
}

/** Whether the Postgres of this data folder is still running. */
export async function isPostgresRunning(dataDirectory: string): Promise<boolean> {
  const text = await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').catch(
    () => undefined,
  );
  if (text === undefined) return false;
  try {
    process.kill(Number(text.split('\n')[0]), 0);
    return true;
  } catch {
    return false;
  }
}
