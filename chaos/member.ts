import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { History } from './history.ts';

const MAIN = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
/** As a service manager would: what ended is started again so much later. */
const RESTART_AFTER_MS = 500;
const STOP_MAX_MS = 30_000;

export type Role = 'api' | 'worker';

/** One process of the cluster, which is started again whenever it ends, until `stop`. */
export type Member = {
  readonly name: string;
  readonly role: Role;
  readonly logFile: string;
  /** Resolves when the present process, or the one that follows it, is ready. */
  ready(): Promise<void>;
  /** The number that reports name while this worker holds them; undefined for an API or before it is ready. */
  workerNumber(): number | undefined;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL; it stays down until `up`. */
  kill(): Promise<void>;
  up(): void;
  /** SIGTERM, or SIGKILL when that takes more than 30 s. Resolves to its exit code, or the signal's name. */
  stop(): Promise<number | string>;
};

type MemberOptions = {
  name: string;
  role: Role;
  settings: Readonly<Record<string, string>>;
  logFile: string;
  history: History;
};

export function startMember(options: MemberOptions): Member {
  const { name, role, history, logFile } = options;
  const log = createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess | undefined;
  let ready = Promise.withResolvers<void>();
  let isReady = false;
  let workerNumber: number | undefined;
  let held: PromiseWithResolvers<void> | undefined;
  let told = false;
  let stopping = false;
  let last: number | string = 0;

  function hear(chunk: Buffer): void {
    log.write(chunk);
    const said = isReady ? undefined : readyLine(chunk.toString());
    if (said === undefined) return;
    ({ workerNumber } = said);
    isReady = true;
    history.add({ kind: 'ready', member: name });
    ready.resolve();
  }

  async function run(): Promise<void> {
    const started = (child = spawnServer(role, options.settings, hear));
    const [code, signal] = (await once(started, 'close')) as [number | null, NodeJS.Signals | null];
    last = code ?? signal ?? 'unknown';
    // One that cannot start, say because Postgres is away, says so and is started again; one that ran must go on.
    if (isReady && !told) history.add({ kind: 'died', member: name, how: String(last) });
    child = workerNumber = undefined;
    if (isReady) ready = Promise.withResolvers<void>();
    isReady = false;
  }

  async function supervise(): Promise<void> {
    while (!stopping) {
      told = false;
      await run();
      if (!stopping) await delay(RESTART_AFTER_MS);
      await held?.promise;
    }
  }
  const supervised = supervise();

  return {
    ...{ name, role, logFile },
    ready: () => ready.promise,
    workerNumber: () => workerNumber,
    signal: (signal) => void child?.kill(signal),
    async kill() {
      held ??= Promise.withResolvers<void>();
      told = true;
      const gone = child && once(child, 'close');
      child?.kill('SIGKILL');
      await gone;
    },
    up() {
      held?.resolve();
      held = undefined;
    },
    async stop() {
      stopping = told = true;
      held?.resolve();
      child?.kill('SIGCONT');
      child?.kill('SIGTERM');
      await within(STOP_MAX_MS, supervised, () => child?.kill('SIGKILL'));
      log.end();
      return last;
    },
  };
}

function spawnServer(
  role: Role,
  settings: Readonly<Record<string, string>>,
  hear: (chunk: Buffer) => void,
): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, role], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return child;
}

/** What a process says of itself once it is ready, if it is in the text. */
function readyLine(text: string): { workerNumber: number | undefined } | undefined {
  const working = /"worker":(\d+).*"msg":"working"/.exec(text)?.[1];
  if (working !== undefined) return { workerNumber: Number(working) };
  return text.includes('"msg":"listening"') ? { workerNumber: undefined } : undefined;
}

/** Waits for it; does `late` when it takes longer, and goes on waiting. */
async function within(milliseconds: number, awaited: Promise<void>, late: () => void): Promise<void> {
  const timer = setTimeout(late, milliseconds);
  await awaited;
  clearTimeout(timer);
}
