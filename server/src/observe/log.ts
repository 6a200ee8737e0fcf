import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { scrub } from './scrub.ts';

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

/** Codes of errors in whose message Postgres repeats a value: `invalid input syntax for type uuid: "…"`. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/**
 * An error without the fields in which Postgres repeats values of rows (`detail`, `where`, `parameters`), and with its
 * cause described the same way.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'something that is no Error was thrown' };
  const { name, message, stack = '' } = error;
  const code = (error as { code?: unknown }).code;
  const hidesValues = typeof code === 'string' && DATA_EXCEPTION.test(code);
  const said = hidesValues ? scrub(message.replaceAll(/"[^]*"|: [^]*$/g, ' …')) : scrub(message);
  return {
    type: name,
    message: said,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
    // The message once more, which may be of several lines, and then the places.
    stack: stack.startsWith(`${name}: ${message}`) ? `${name}: ${said}${scrub(stack.slice(name.length + 2 + message.length))}` : scrub(said), // prettier-ignore
  };
}
