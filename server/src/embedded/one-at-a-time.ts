import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../domain/startup-error.ts';

const TRY_EVERY_MS = 50;
const TRIES_MAX = 1_200;

/** Runs `run` while no other process does so with the same folder name; one that died holding it is passed over. */
export async function oneAtATime<Result>(folder: string, run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; !(await taken(folder)); tries += 1) {
    if (tries === TRIES_MAX) throw new StartupError(`Another process has been starting for a minute; if none is, remove ${folder}.`); // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
  try {
    return await run();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function taken(folder: string): Promise<boolean> {
  // Renamed into place with the number in it: a full disk or a kill in between leaves nothing that others wait for.
  const own = await mkdtemp(`${folder}-`);
  try {
    await writeFile(join(own, 'pid'), String(process.pid));
    await rename(own, folder);
    return true;
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTEMPTY') throw error;
  }
  const holder = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
  if (holder > 0 && !isAlive(holder)) await rm(folder, { recursive: true, force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
