import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const WHOLE_KIB = 4 * 1024 * 1024;
/** What is left free on a full one: enough to begin a file and too little to end one. */
const LEFT_KIB = 256;
const TRIES_MAX = 20;

/** A disk of its own at the folder, in memory, so that it can be full without harm. */
export type SmallDisk = { fill(): Promise<void>; free(): Promise<void>; unmount(): Promise<void> };

/** Resolves to undefined where this process may not mount one. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${WHOLE_KIB}k,mode=0700`, 'chaos', folder]);
  } catch {
    return undefined;
  }
  const resize = (kib: number) => run('mount', ['-o', `remount,size=${kib}k`, folder]);
  return {
    async fill() {
      // Refused where more was written meanwhile than is left free.
      for (let tries = 1; ; tries += 1) {
        const { bsize, blocks, bfree } = await statfs(folder);
        const usedKib = Math.ceil(((blocks - bfree) * bsize) / 1024);
        const filled = await resize(usedKib + LEFT_KIB).then(() => true, (error: unknown) => tries === TRIES_MAX && error); // prettier-ignore
        if (filled === true) return;
        if (filled !== false) throw filled;
      }
    },
    free: async () => void (await resize(WHOLE_KIB)),
    // Lazy: a process that was stopped in the middle may still hold a file.
    unmount: async () => void (await run('umount', ['-l', folder])),
  };
}
