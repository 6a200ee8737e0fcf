import { access, constants, mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { StartupError } from '../domain/startup-error.ts';

/** What the layout of the data folder is called; raised by whoever changes it so that an older Daybook cannot read it. */
const FORMAT_VERSION = 1;

/**
 * Makes sure that the folder of the embedded parts is there, is ours to write, and is of a format we know.
 * A new folder gets mode 0700 (it holds keys); the mode of an existing one is left as the operator set it.
 *
 * @returns the folder's absolute path, symbolic links resolved
 * @throws StartupError when it cannot be used
 */
export async function openDataDirectory(path: string): Promise<string> {
  const directory = resolve(path);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    await checkVersion(join(directory, 'version'));
    return await realpath(directory);
  } catch (error) {
    throw error instanceof StartupError ? error : new StartupError(sentence(directory, error));
  }
}

async function checkVersion(file: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) {
    // Renamed into place: a half-written version would lock the operator out.
    await writeFile(`${file}.new`, `${FORMAT_VERSION}\n`);
    await rename(`${file}.new`, file);
    return;
  }
  const version = /^\d+\s*$/.test(found) ? Number(found) : undefined;
  if (version === FORMAT_VERSION) return;
  if (version !== undefined && version > FORMAT_VERSION)
    throw new StartupError(
      `${file} says format ${version}, and this Daybook reads format ${FORMAT_VERSION}: the folder was used by a newer Daybook. Run that one, or set DAYBOOK_DATA_DIR to another folder.`,
    );
  throw new StartupError(
    `${file} does not hold a format version: set DAYBOOK_DATA_DIR to another folder, or write "${FORMAT_VERSION}" into the file if the folder is Daybook's.`,
  );
}

/** No space, or no right, in the data folder as what the operator can do about it; any other error as it is. */
export function folderTrouble(directory: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes(code) ? new StartupError(sentence(directory, error)) : error; // prettier-ignore
}

function sentence(directory: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST' || code === 'ENOTDIR')
    return `${directory} is not a folder: remove it, or set DAYBOOK_DATA_DIR to a folder.`;
  if (code === 'EROFS')
    return `${directory} is on a read-only file system: make that writable, or set DAYBOOK_DATA_DIR to another folder.`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `There is no space left on the disk of ${directory}: make room and start again.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `${directory}, or a file in it, is not writable for this user (${message}): change its owner, or set DAYBOOK_DATA_DIR to another folder.`;
  return `${directory} cannot be used as the data folder: ${message}`;
}
