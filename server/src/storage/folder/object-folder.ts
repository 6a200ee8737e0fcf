import { mkdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { durableFile } from './durable-file.ts';
import { listFiles } from './list-files.ts';
import type { ObjectKey } from '../object-key.ts';
import type { UnfinishedUpload } from '../storage.ts';
import { syncFolder } from './sync-folder.ts';
import { newUpload, parseUpload } from './upload-name.ts';

const INCOMING = '.incoming';
const PUBLISH_TRIES_MAX = 10;

/** Objects as files: `<directory>/<key>`, written as `<directory>/.incoming/<name of the upload>` and renamed when whole. */
export type ObjectFolder = {
  pathOf(key: ObjectKey): string;
  /** Resolves with the size in bytes once the file is durable under its key; leaves nothing when it rejects. */
  write(key: ObjectKey, body: Readable, signal: AbortSignal): Promise<number>;
  /** A missing file is no error. Folders left empty go too. */
  remove(key: ObjectKey): Promise<void>;
  /** Paths of every file but those being written, in pages, in byte order. */
  keys(): AsyncGenerator<readonly string[]>;
  /** What is being written, or was when its process was killed, in pages. */
  unfinished(): AsyncGenerator<readonly UnfinishedUpload[]>;
  /** A missing one is no error. */
  abandon(upload: UnfinishedUpload): Promise<void>;
  /** Rejects when files cannot be written. */
  probe(): Promise<void>;
};

export function objectFolder(root: string): ObjectFolder {
  const directory = resolve(root);
  const incoming = join(directory, INCOMING);
  const pathOf = ({ key }: ObjectKey): string => join(directory, key);

  async function write(key: ObjectKey, body: Readable, signal: AbortSignal): Promise<number> {
    const temporary = join(incoming, newUpload(key).uploadId);
    const path = pathOf(key);
    let published = false;
    try {
      // Settles only after the file is closed, so that nothing can be written behind its removal.
      await pipeline(body, durableFile(temporary), { signal });
      const { size } = await stat(temporary);
      await publish(temporary, path);
      published = true;
      for (const folder of foldersAbove(path, directory)) await syncFolder(folder);
      return size;
    } catch (error) {
      // What failed first is what counts; a file that cannot be removed now is an unfinished upload.
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

  async function* unfinished(): AsyncGenerator<readonly UnfinishedUpload[]> {
    for await (const names of listFiles(incoming)) yield names.flatMap((name) => parseUpload(name) ?? []);
  }

  async function abandon({ key, uploadId }: UnfinishedUpload): Promise<void> {
    if (parseUpload(uploadId)?.key !== key) throw new TypeError(`not an upload of ${key}: ${JSON.stringify(uploadId)}`); // prettier-ignore
    await rm(join(incoming, uploadId), { force: true });
  }

  async function probe(): Promise<void> {
    const path = join(incoming, 'probe');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    try {
      await writeFile(path, 'probe', { mode: 0o600 });
    } finally {
      await rm(path, { force: true });
    }
  }

  const keys = () => listFiles(directory, { except: INCOMING });
  return { pathOf, write, remove, keys, unfinished, abandon, probe };
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
