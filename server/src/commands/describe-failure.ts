import { isUnavailable } from '../db/database.ts';
import { DaybookError } from '../domain/errors.ts';
import { StartupError } from '../domain/startup-error.ts';
import { UsageError } from './usage-error.ts';

/** What a command ends with. */
export type Failure = { readonly text: string; readonly exitCode: number };

/** What an operator can do about a system call that failed. */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'There is no space left on that disk: make room, then run it again',
  EDQUOT: 'The quota of that disk is used up: make room, then run it again',
  EROFS: 'That file system is read-only: make it writable, or choose another folder with DAYBOOK_DATA_DIR',
  EACCES: 'This user may not: change the owner or the permissions, or run as the user whose it is',
  EPERM: 'This user may not: change the owner or the permissions, or run as the user whose it is',
  EMFILE: 'This process may not open more files: raise its limit ("ulimit -n 4096")',
  ENFILE: 'This machine has too many files open: raise fs.file-max',
  EIO: 'The disk cannot be read or written: look at the messages of the kernel ("dmesg")',
  EISDIR: 'A folder is where a file should be: move it away',
  ENOTDIR: 'A file is where a folder should be: move it away',
};

/** The same for what Postgres answers, by the beginning of its code; the first that fits. */
const DATABASE_CURES: readonly (readonly [RegExp, string])[] = [
  [/^53100/, 'The disk of the database is full: make room, then run it again'],
  [/^53300/, 'Postgres takes no more connections: raise max_connections, or run fewer processes'],
  [/^(28|3D)/, 'Check DATABASE_URL and MIGRATE_DATABASE_URL'],
  [/^42501/, 'The login lacks a right: run "daybook-server migrate" as the owner (MIGRATE_DATABASE_URL)'],
  [/^(42P01|42703|42704|42883|3F000)/, 'The database is not as Daybook made it: check DATABASE_URL, or restore it from a backup'], // prettier-ignore
  [/^(58|XX00[12])/, 'Postgres cannot read its own files: check its disk and its log, or restore it from a backup'], // prettier-ignore
];
const AWAY = 'The database cannot be reached: see its log, and run it again when it answers';

/** One line for what a person can mend; a stack only for what is a fault of the program. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { text: `${error.message}. See --help.`, exitCode: 2 };
  if (error instanceof StartupError) return { text: error.message, exitCode: 1 };
  if (error instanceof DaybookError && error.status < 500) {
    const details = error.details.map((detail) => `\n  ${detail.path}: ${detail.message}`).join('');
    return { text: `${error.message}${details}`, exitCode: 1 };
  }
  const mendable = error instanceof DaybookError && error.cause !== undefined ? error.cause : error;
  const cure = cureOf(mendable);
  if (cure !== undefined) return { text: `${sayIt(mendable as Error)}. ${cure}.`, exitCode: 1 };
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 };
}

function cureOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if ('severity' in error) {
    const cure = DATABASE_CURES.find(([codes]) => codes.test(code))?.[1];
    return cure ?? (isUnavailable(error) ? AWAY : undefined);
  }
  if (isUnavailable(error)) return AWAY;
  return syscall === undefined ? undefined : CURES[code];
}

function sayIt({ message }: Error): string {
  const line = message.replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, '');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}
