import { createHash } from 'node:crypto';
import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StartupError } from '../domain/startup-error.ts';
import { NOBODY } from './unprivileged-command.ts';

/** The kernel's limit for a socket's path, without the closing zero. */
const SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/** Nobody shares the folder, so one port does for all. It is only the end of the socket's name. */
export const POSTGRES_PORT = 5432;

/**
 * The folder (0700) for the socket of the server on `dataDirectory`: beside the data, or, where that path is too
 * long for a socket, under the system's temporary folder. Call it only when no server uses it.
 *
 * @throws StartupError when there is none that nobody else can write to
 */
export function postgresSocketDirectory(
  dataDirectory: string,
  owner: { readonly uid: number; readonly gid: number },
): string {
  const own = process.getuid?.() ?? 0;
  const digest = createHash('sha256').update(`${dataDirectory}\0${own}`).digest('hex').slice(0, 16);
  const directory = [
    `${dataDirectory}-socket`,
    join(tmpdir(), `daybook-${digest}`),
    join('/tmp', `daybook-${digest}`),
  ].find((candidate) => Buffer.byteLength(`${candidate}/.s.PGSQL.${POSTGRES_PORT}`) <= SOCKET_PATH_BYTES);
  if (directory === undefined)
    throw new StartupError(
      `${dataDirectory}-socket is too long a path for a socket: set TMPDIR to a short one.`,
    );

  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  // Root may find it as an earlier start left it to the server's user.
  if (!found.isDirectory() || !(own === 0 ? [0, NOBODY] : [own]).includes(found.uid))
    throw new StartupError(
      `${directory} is not ours, and the socket of Postgres belongs there: remove it, or set TMPDIR to another folder.`,
    );
  if (own === 0) lchownSync(directory, 0, 0);
  chmodSync(directory, 0o700);
  // A socket's lock file names a process; after a crash that number can belong to anybody, and Postgres would give way.
  for (const name of readdirSync(directory))
    if (name.startsWith('.s.PGSQL.')) unlinkSync(join(directory, name));
  if (own === 0) lchownSync(directory, owner.uid, owner.gid);
  return directory;
}
