import { columnsOf } from './columns-of.ts';
import type { CommandIo } from './command.ts';

const QUIET_MS = 1_000;

/** Runs it; on a terminal that has waited for a second, one line says so until it ends. */
export async function whileWaiting<Result>(
  { stderr }: CommandIo,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!stderr.isTTY) return run();
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    const text = `Waiting for the server  ${seconds} s`;
    stderr.write(`\r\x1b[2K${text.slice(0, columnsOf(stderr) - 1)}`);
  }, QUIET_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
    if (seconds > 0) stderr.write('\r\x1b[2K');
  }
}
