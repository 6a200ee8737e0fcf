const CURES: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Disk quota exceeded/, 'make room on the disk of the data folder and start again; nothing that was committed is lost'],
  [/Too many open files/, 'raise the limit of open files ("ulimit -n 4096") and start again'],
  [/Read-only file system/, 'make the file system of the data folder writable, or set DAYBOOK_DATA_DIR to another folder'],
  [/invalid permissions/, 'take the rights of others away ("chmod -R go-rwx") and start again'],
  [/Permission denied|wrong ownership/, 'give the data folder and all that is in it to the user that runs Daybook'],
  [/Cannot allocate memory|shared memory/, 'give the machine more memory, or end what else runs on it'],
  [/could not find the database system|pg_control|does not exist|could not locate|No such file|is missing|invalid checkpoint|incompatible with server/, 'files of the data folder are missing or damaged: restore the whole folder from a backup, or move it away to begin anew with nothing'],
]; // prettier-ignore

/** What an operator can do about the reason that a Postgres gave for not running. */
export function postgresCure(reason: string): string {
  return CURES.find(([words]) => words.test(reason))?.[1] ?? 'its log says more';
}

/** Whether there is more to be said of it than that. */
export function hasCure(reason: string): boolean {
  return CURES.some(([words]) => words.test(reason));
}
