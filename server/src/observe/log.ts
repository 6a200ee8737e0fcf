import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

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
  const settings = { level: options.level, base: null, serializers: { err: describeError } };
  return destination ? pino(settings, destination) : pino(settings);
}

/**
 * An error without the fields in which Postgres repeats values of rows (`detail`, `where`, `parameters`), and with its
 * cause described the same way.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'something that is no Error was thrown' };
  const { name, message, stack } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
    stack,
  };
}
