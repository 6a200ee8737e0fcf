import { mkdir, realpath } from 'node:fs/promises';
import { readFileSync, rmdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { StartupError } from '../domain/startup-error.ts';
import { giveTree } from './give-tree.ts';
import { postgresAdopt } from './postgres-adopt.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { postgresCure } from './postgres-cure.ts';
import { postgresEnd } from './postgres-end.ts';
import { postgresFailure } from './postgres-failure.ts';
import { postgresInitdb } from './postgres-initdb.ts';
import { postgresIsRunning } from './postgres-is-running.ts';
import { postgresLaunch } from './postgres-launch.ts';
import { POSTGRES_PORT, postgresSocketDirectory } from './postgres-socket-directory.ts';
import { unprivilegedCommand, type UnprivilegedWay } from './unprivileged-command.ts';

/** A running Postgres server, reachable through its socket only, by whoever may enter the socket's folder. */
export type EmbeddedPostgres = {
  /** What libpq and `pg` call `host`. */
  readonly socketDirectory: string;
  readonly port: number;
  /** A connection string for `pg`. There are no passwords. The superuser is `postgres`, and so is the first database. */
  url(user: string, database: string): string;
  /** Whether the server was running already, left behind by a Daybook that was killed. Its settings are as it had them. */
  readonly adopted: boolean;
  /** Why it ended although nobody stopped it, and what to do; undefined while it runs. */
  whyEnded(): StartupError | undefined;
  /** Ends the server and waits until its process is gone: as a rule at once, at most nine seconds. Harmless twice. */
  stop(): Promise<void>;
};

/** Later settings win over these. Text of application errors is the application's to log: the log stays small. */
const SETTINGS = {
  shared_buffers: '128MB',
  max_connections: '100',
  jit: 'off',
  cluster_name: 'daybook',
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/**
 * Starts the Postgres that came with the npm packages on a data folder (made when missing), or adopts the one that
 * is running there. Two Daybooks on one folder have to be kept apart by the caller. The server outlives this process
 * unless it is stopped, and keeps no process alive that waits for nothing else.
 *
 * @param options.dataDirectory beside it, under the same name with an ending: `-socket`, `.log`, `.previous.log`
 * @param options.settings Postgres settings, by name; `fsync: 'off'` also makes creating the data quicker
 * @param options.log is told in a sentence about what takes time or is out of the ordinary
 * @param options.way for tests: as whom to run when we are root
 * @throws StartupError when there is no server in the end
 */
export async function startPostgres(options: {
  readonly dataDirectory: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
  readonly way?: UnprivilegedWay;
  /** Fires when whoever waits no longer wants a server. */
  readonly signal?: AbortSignal | undefined;
}): Promise<EmbeddedPostgres> {
  const { settings = {}, log = () => {}, signal } = options;
  try {
    const dataDirectory = await physicalPath(options.dataDirectory);
    const leftBehind = await postgresAdopt(dataDirectory, log);
    if (leftBehind !== undefined) {
      return embedded(dataDirectory, leftBehind, true);
    }

    const { initdb, postgres } = await postgresBinaries();
    const command = await unprivilegedCommand(postgres, dirname(dataDirectory), options.way);
    signal?.throwIfAborted();
    await postgresInitdb(command, initdb, dataDirectory, { durable: settings['fsync'] !== 'off', signal });
    signal?.throwIfAborted();
    giveTree(dataDirectory, command.owner);
    const socketDirectory = postgresSocketDirectory(dataDirectory, command.owner);
    const pid = await postgresLaunch({
      ...{ command, postgres, dataDirectory, log },
      settings: {
        ...SETTINGS,
        ...settings,
        listen_addresses: '',
        port: String(POSTGRES_PORT),
        // A list, in which a comma or a quotation mark of the path would count.
        unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
      },
    });
    return embedded(dataDirectory, { pid, socketDirectory, port: POSTGRES_PORT }, false);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new StartupError(
      `The data of Postgres belongs to another user (${message}): start Daybook as that user, or change the owner of the data folder and all that is in it.`,
    );
  }
}

/** The path that Postgres itself will write down: what the parent's symbolic links lead to. */
async function physicalPath(path: string): Promise<string> {
  const parent = dirname(resolve(path));
  await mkdir(parent, { recursive: true, mode: 0o700 });
  return join(await realpath(parent), basename(path));
}

function embedded(
  dataDirectory: string,
  server: { readonly pid: number; readonly socketDirectory: string; readonly port: number },
  adopted: boolean,
): EmbeddedPostgres {
  const { pid, socketDirectory, port } = server;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await postgresEnd(pid, dataDirectory);
    try {
      rmdirSync(socketDirectory);
    } catch {
      // Not empty after a hard stop; the next start clears it.
    }
  };
  return {
    ...{ socketDirectory, port, adopted },
    whyEnded: () =>
      stopping || postgresIsRunning(pid, dataDirectory) ? undefined : ended(`${dataDirectory}.log`),
    // The host in the query wins; the one before it is there for parsers that insist on one.
    url: (user, database) =>
      `postgres://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
    stop: () => (stopping ??= stop()),
  };
}

function ended(logFile: string): StartupError {
  const reason = postgresFailure(readFileSync(logFile, 'utf8'));
  return new StartupError(
    reason === undefined
      ? `Postgres has ended without a word, as one that is killed does (log: ${logFile}): start again; nothing that was committed is lost.`
      : `Postgres has ended: ${reason} (log: ${logFile}): ${postgresCure(reason)}.`,
  );
}
