import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { durableFile } from './durable-file.ts';
import type { ObjectKey } from './object-key.ts';
import { syncFolder } from './sync-folder.ts';

/** What a process that was killed left half-written is removed this long after its last byte; attempts end sooner. */
const ABANDONED_AFTER_MS = 60 * 60_000;
const PUBLISH_TRIES_MAX = 10;

/** Objects as files: `<directory>/<key>`, written in `<directory>/.incoming` and renamed when whole. */
export type ObjectFolder = {
  pathOf(key: ObjectKey): string;
  /** Resolves with the size in bytes once the file is durable under its key; leaves nothing when it rejects. */
  write(key: ObjectKey, body: Readable, signal: AbortSignal): Promise<number>;
  /** A missing file is no error. Folders left empty go too. */
  remove(key: ObjectKey): Promise<void>;
  /** Rejects when files cannot be written. */
  probe(): Promise<void>;
};

export function objectFolder(root: string): ObjectFolder {
  const directory = resolve(root);
  const incoming = join(directory, '.incoming');
  const pathOf = ({ key }: ObjectKey): string => join(directory, key);

  async function write(key: ObjectKey, body: Readable, signal: AbortSignal): Promise<number> {
    const temporary = join(incoming, randomUUID());
    const path = pathOf(key);
    let published = false;
    try {
      // Settles only after the file is closed, so that nothing can be written behind its removal.
      await pipeline(body, durableFile(temporary), { signal });
      const { size, mtimeMs } = await stat(temporary);
      await publish(temporary, path);
      published = true;
      for (const folder of foldersAbove(path, directory)) await syncFolder(folder);
      // The object is safe by now, whatever the state of other remains; the next write tries those again.
      await removeAbandoned(incoming, mtimeMs - ABANDONED_AFTER_MS).catch(() => undefined);
      return size;
    } catch (error) {
      // What failed first is what counts; a file that cannot be removed now is removed as abandoned later.
      await rm(temporary, { force: true }).catch(() => undefined);
      if (published) await remove(key);
      throw error;
    }
  }

  async function remove(key: ObjectKey): Promise<void> {
    const path = pathOf(key);
    await rm(path, { force: true });
    for (const folder of foldersAbove(path, directory)) {
      if (folder !== directory && (await removedIfEmpty(folder))) continue;
      await syncFolder(folder).catch((error: unknown) => ignore(error, 'ENOENT'));
      return;
    }
  }

  async function probe(): Promise<void> {
    const path = join(incoming, randomUUID());
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    try {
      await writeFile(path, 'probe', { flag: 'wx', mode: 0o600 });
    } finally {
      await rm(path, { force: true });
    }
  }

  return { pathOf, write, remove, probe };
}

async function publish(temporary: string, path: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(temporary, path);
      return;
    } catch (error) {
      // Somebody's `remove` may take the new folder away while it is still empty.
      if (!isCode(error, 'ENOENT') || tries === PUBLISH_TRIES_MAX) throw error;
    }
  }
}

async function removeAbandoned(incoming: string, before: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const left = await stat(path).catch((error: unknown) => ignore(error, 'ENOENT'));
    if (left && left.mtimeMs < before) await rm(path, { force: true });
  }
}

/** From the file's own folder up to the storage's directory. */
function foldersAbove(path: string, directory: string): string[] {
  const folders = [dirname(path)];
  while (folders.at(-1) !== directory) folders.push(dirname(folders.at(-1) ?? directory));
  return folders;
}

/** True also when it was gone already. */
async function removedIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return false;
    ignore(error, 'ENOENT');
    return true;
  }
}

function ignore(error: unknown, code: string): undefined {
  if (!isCode(error, code)) throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
