import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';
import { DaybookError } from '../domain/errors.ts';
import { StartupError } from '../domain/startup-error.ts';
import { scrub } from './scrub.ts';
import { wordsOf } from './words-of.ts';

export type { Logger } from 'pino';

/** The log: JSON lines on stdout, or readable lines on a terminal. Never a secret, a signed URL, an address or a row. */
export function createLog(options: {
  level: string;
  terminal: boolean;
  destination?: DestinationStream;
}): Logger {
  const destination =
    options.destination ??
    (options.terminal
      ? pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' })
      : undefined);
  const settings = {
    level: options.level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return destination ? pino(settings, destination) : pino(settings);
}

/**
 * An error without the fields in which Postgres repeats values of rows (`detail`, `where`, `parameters`), and with its
 * cause described the same way. The places are there for faults of the program only: a full disk or a database that is
 * away is the same trouble wherever it was met.
 */
function describeError(error: unknown): object {
  return describe(error, false);
}

function describe(error: unknown, withoutPlaces: boolean): object {
  if (!(error instanceof Error)) return { message: 'something that is no Error was thrown' };
  const code = (error as { code?: unknown }).code;
  const expected = withoutPlaces || isExpected(error);
  const said = wordsOf(error);
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause, expected) };
  return {
    type: error.name,
    message: said,
    ...(typeof code === 'string' ? { code } : {}),
    ...cause,
    ...(expected ? {} : { stack: placesOf(error, said) }),
  };
}

/** Trouble that has a name in the table of errors, that an operator can mend, or that a system call met. */
function isExpected(error: Error): boolean {
  const isNamed = error instanceof DaybookError && error.code !== 'INTERNAL';
  return isNamed || error instanceof StartupError || 'syscall' in error;
}

/** The message once more, which may be of several lines, and then the places. */
function placesOf({ name, message, stack = '' }: Error, said: string): string {
  if (!stack.startsWith(`${name}: ${message}`)) return scrub(said);
  return `${name}: ${said}${scrub(stack.slice(name.length + 2 + message.length))}`;
}
