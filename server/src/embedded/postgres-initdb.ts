import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { StartupError } from '../domain/startup-error.ts';
import { initdbFailure } from './initdb-failure.ts';
import { postgresCure } from './postgres-cure.ts';
import type { UnprivilegedCommand } from './unprivileged-command.ts';

/**
 * Creates a Postgres data folder, superuser `postgres`, nothing but UTF-8, unless it is there already.
 * Made aside and renamed when complete, so a killed initdb leaves nothing half-made.
 *
 * @param options.durable false: do not wait for the disk (tests)
 * @param options.signal ends it
 * @throws StartupError when it cannot be made
 */
export async function postgresInitdb(
  command: UnprivilegedCommand,
  initdb: string,
  dataDirectory: string,
  { durable, signal }: { durable: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) return;
  if (existsSync(dataDirectory) && readdirSync(dataDirectory).length > 0)
    throw new StartupError(
      `${dataDirectory} is not empty and has no file PG_VERSION: if it held Daybook's data, restore the whole folder from a backup; if not, move it away or set DAYBOOK_DATA_DIR to another folder.`,
    );

  const aside = `${dataDirectory}-new-`;
  for (const name of readdirSync(dirname(dataDirectory)))
    if (name.startsWith(basename(aside)))
      rmSync(join(dirname(dataDirectory), name), { recursive: true, force: true });

  // A new name each time: a killed Daybook's initdb may still be writing into the last one.
  const directory = mkdtempSync(aside);
  try {
    chownSync(directory, command.owner.uid, command.owner.gid);
    const args = [
      ...['-D', directory, '-U', 'postgres', '--auth-local=trust', '--auth-host=reject'],
      ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ];
    await run(command, initdb, args, signal);
    renameSync(directory, dataDirectory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(
  command: UnprivilegedCommand,
  initdb: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (why: string): void =>
    reject(
      new StartupError(`Postgres could not create its data: ${initdbFailure(why)}: ${postgresCure(why)}.`),
    );
  const child = command.spawn(initdb, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', end, { once: true });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) =>
    code === 0 ? resolve() : fail(complaint.trim() || `initdb ended with ${signal ?? `exit code ${code}`}`),
  );
  return promise.finally(() => signal?.removeEventListener('abort', end));
}
