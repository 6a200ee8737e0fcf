import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ContenderOrder, ContenderRun } from './contender-run.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/** Runs one export in a fresh process, so that its processor time and its memory are its own. */
export async function runContender(order: ContenderOrder, signal: AbortSignal): Promise<ContenderRun> {
  const child = fork(CHILD, { signal });
  let run: ContenderRun | undefined;
  child.once('message', (message) => (run = message as ContenderRun));
  child.send(order);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !run) throw new Error(`The export ${order.contender} failed.`);
  return run;
}
