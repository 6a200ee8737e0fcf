import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { EVENTS_FD, type EventLine } from './event-lines.ts';
import { tally, type FailedTest, type Tally } from './tally.ts';

const REPORTER = join(import.meta.dirname, 'event-lines.ts');
const MAX_OUTPUT_CHARACTERS = 64_000;

export interface FileResult {
  readonly file: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  readonly skipped: Tally['skipped'];
  readonly figures: Tally['figures'];
  /** The end of what the process wrote to stdout and stderr. */
  readonly output: string;
}

export interface FileLimits {
  readonly seconds: number;
  /** How long a process that was asked to end may take before it is killed. */
  readonly graceSeconds: number;
  /** Ends the file early: Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Runs one test file in a process of its own. Whatever goes wrong there ends as a failed test in the result. */
export async function runTestFile(root: string, file: string, limits: FileLimits): Promise<FileResult> {
  const start = performance.now();
  const end = await runProcess(root, file, limits);
  const counted = tally(parseLines(end.events));
  const fault = faultOf(end, counted, limits);
  const own = fault ? [{ name: '(the whole file)', place: file, text: fault }] : [];
  return {
    file,
    seconds: (performance.now() - start) / 1000,
    passed: counted.passed,
    failed: [...counted.failed, ...own],
    skipped: counted.skipped,
    figures: counted.figures,
    output: end.output,
  };
}

interface ProcessEnd {
  /** An exit code, or the name of the signal that ended it. */
  readonly how: number | string;
  readonly stoppedBy?: 'time limit' | 'interrupt';
  readonly output: string;
  /** What the reporter wrote: lines of JSON. */
  readonly events: string;
}

async function runProcess(root: string, file: string, limits: FileLimits): Promise<ProcessEnd> {
  const options = [
    '--conditions=source',
    `--test-reporter=${REPORTER}`,
    '--test-reporter-destination=stdout',
  ];
  // A process group of its own, so that what the test started ends with it.
  const child = spawn(process.execPath, [...options, file], {
    cwd: root,
    // Every file loads the same modules: each is compiled once for all.
    env: { NODE_COMPILE_CACHE: join(root, '.tmp/compile-cache'), ...process.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MAX_OUTPUT_CHARACTERS);
    });
  }
  let events = '';
  (child.stdio[EVENTS_FD] as Readable).setEncoding('utf8').on('data', (text: string) => (events += text));
  let stoppedBy: ProcessEnd['stoppedBy'];
  const timers: NodeJS.Timeout[] = [];
  const stop = (reason: 'time limit' | 'interrupt'): void => {
    stoppedBy ??= reason;
    signalGroup(child, 'SIGTERM');
    timers.push(setTimeout(() => signalGroup(child, 'SIGKILL'), limits.graceSeconds * 1000));
  };
  const interrupt = (): void => stop('interrupt');
  timers.push(setTimeout(() => stop('time limit'), limits.seconds * 1000));
  limits.signal.addEventListener('abort', interrupt);
  try {
    const how = await ending(child);
    return { how, output, events, ...(stoppedBy ? { stoppedBy } : {}) };
  } finally {
    limits.signal.removeEventListener('abort', interrupt);
    for (const timer of timers) clearTimeout(timer);
  }
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      signalGroup(child, 'SIGKILL');
      const how = code ?? signal ?? 'unknown';
      // A process that left the group could hold the pipes open for ever.
      const detach = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, 1000);
      child.on('close', () => {
        clearTimeout(detach);
        resolve(how);
      });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left: ESRCH, on macOS EPERM while the last one is not yet reaped.
    if (!/ESRCH|EPERM/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** A process that is killed may leave half a line. */
function parseLines(events: string): EventLine[] {
  const lines = events.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as EventLine);
}

/** What is wrong with the file besides its failed tests. */
function faultOf(end: ProcessEnd, counted: Tally, limits: FileLimits): string | undefined {
  const unfinished = counted.unfinished.map((name) => `  unfinished: ${name}`);
  if (end.stoppedBy === 'interrupt') return ['was interrupted', ...unfinished].join('\n');
  if (end.stoppedBy) {
    const kept = 'its tests had ended, but something (a timer, a socket, a pool) kept the process alive';
    const why = unfinished.length > 0 ? unfinished : [kept, ...counted.remarks];
    return [`still ran after ${limits.seconds} s`, ...why].join('\n');
  }
  if (end.how !== 0 && counted.failed.length === 0) {
    return [`ended with ${end.how}`, ...counted.remarks, ...unfinished].join('\n');
  }
  if (end.how === 0 && counted.passed + counted.failed.length + counted.skipped.length === 0) {
    return 'ran no test';
  }
  if (!counted.complete) return ['ended before its tests did', ...unfinished].join('\n');
  return undefined;
}
