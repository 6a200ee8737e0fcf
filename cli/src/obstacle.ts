/**
 * Something on this machine is in the way: a setting that is missing, a file that cannot be used, a full disk. The
 * message is one line for a person.
 */
export class Obstacle extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'it is a file and no folder',
  ENOTDIR: 'a part of this path is a file and no folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'the file would be larger than a file may be here',
  EMFILE: 'too many files are open',
};

/** What the system says of a file, in words; undefined for an error that is none of the system's. */
export function obstacleOf(error: unknown, path?: string): Obstacle | undefined {
  const { code, syscall, path: named } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  const what = path ?? named;
  const words = WORDS[code] ?? `it cannot be read or written (${code})`;
  return new Obstacle(what === undefined ? `a file: ${words}` : `${what}: ${words}`, { cause: error });
}
