import { type Logger } from 'pino';
import { createLog } from '../../src/observe/log.ts';

/** A log of every level that a test can read, and wait on. */
export type LogLines = {
  readonly log: Logger;
  text(): string;
  /** Resolves once the text has been logged so many times. */
  until(wanted: string, times?: number): Promise<void>;
};

export function createLogLines(): LogLines {
  let all = '';
  const looks = new Set<() => void>();
  const write = (line: string) => {
    all += line;
    for (const look of looks) look();
  };
  return {
    log: createLog({ level: 'trace', terminal: false, destination: { write } }),
    text: () => all,
    until(wanted, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => all.split(wanted).length > times && resolve();
      looks.add(look);
      look();
      return promise.finally(() => looks.delete(look));
    },
  };
}
