import { writeSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';

/** What a test file's process tells the runner, one JSON object a line. */
export type EventLine =
  /** A test runs from now on; several do when tests run side by side. */
  | { readonly kind: 'running'; readonly depth: number; readonly name: string }
  /** What is reported next below this depth belongs to this test or suite. */
  | { readonly kind: 'heading'; readonly depth: number; readonly name: string }
  | {
      readonly kind: 'ended';
      readonly depth: number;
      readonly name: string;
      readonly suite: boolean;
      readonly place: string;
      /** The printed reason; `true` is a skip without one. */
      readonly skipped?: string | boolean;
      readonly failure?: Failure;
    }
  /** What node:test remarks on the file, such as an error after the end of its test. */
  | { readonly kind: 'remark'; readonly text: string }
  /** A figure that a test measured, by its `diagnostic`. */
  | { readonly kind: 'figure'; readonly text: string }
  | { readonly kind: 'complete' };

export interface Failure {
  /** node:test's word for it: `testCodeFailure`, `subtestsFailed`, `hookFailed`, … */
  readonly type: string;
  readonly text: string;
}

/** The file descriptor that the lines are written to. */
export const EVENTS_FD = 3;

/**
 * A node:test reporter. It formats failures in the process that has the error, where nothing is lost, and writes each
 * line before it goes on, so that a process that dies has told what it was doing.
 */
export default async function* eventLines(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  process.once('SIGTERM', () => {
    write({ kind: 'remark', text: `still open: ${openResources()}` });
    process.exit(143);
  });
  for await (const event of events) {
    const line = lineOf(event);
    if (line) write(line);
  }
  yield '';
}

function write(line: EventLine): void {
  writeSync(EVENTS_FD, `${JSON.stringify(line)}\n`);
}

/** What keeps the process alive, as Node names it: `3 TCPSocketWrap, 1 Timeout`. */
function openResources(): string {
  const names = Object.entries(Object.groupBy(process.getActiveResourcesInfo(), (name) => name));
  return names.map(([name, all]) => `${all?.length} ${name}`).join(', ');
}

function lineOf({ type, data }: TestEvent): EventLine | undefined {
  if (type === 'test:dequeue') return { kind: 'running', depth: data.nesting, name: data.name };
  if (type === 'test:start') return { kind: 'heading', depth: data.nesting, name: data.name };
  if (type === 'test:diagnostic')
    return { kind: data.nesting === 0 ? 'remark' : 'figure', text: data.message };
  if (type === 'test:summary') return { kind: 'complete' };
  if (type !== 'test:pass' && type !== 'test:fail') return undefined;
  return {
    kind: 'ended',
    depth: data.nesting,
    name: data.name,
    suite: data.details.type === 'suite',
    place: `${relative('', data.file ?? '')}:${data.line ?? 0}`,
    ...(data.skip === undefined ? {} : { skipped: data.skip }),
    ...(type === 'test:fail' ? { failure: failureOf(data.details.error) } : {}),
  };
}

function failureOf(error: Error & { failureType?: string }): Failure {
  const cause = error.cause ?? error;
  return { type: error.failureType ?? 'unknown', text: withoutNoise(textOf(cause)) };
}

/** An assertion's message already shows the difference; its fields would only repeat it. */
function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return inspect(cause);
  return cause.name === 'AssertionError' && cause.stack ? cause.stack : inspect(cause, { depth: 4 });
}

function withoutNoise(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*\bnode:(internal|async_hooks|diagnostics_channel)/.test(line))
    .join('\n');
}
