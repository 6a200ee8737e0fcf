import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../db/create-database.ts';
import { openInstanceLock } from '../db/instance-lock.ts';
import { isUnavailable } from '../db/database.ts';
import { DaybookError } from '../domain/errors.ts';
import { StartupError } from '../domain/startup-error.ts';
import { folderTrouble, openDataDirectory } from './data-directory.ts';
import { keepLock, type KeptLock } from './kept-lock.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import { secretFile } from './secret-file.ts';
import { secretsKeyFile } from './secrets-key-file.ts';

const NAMES = { database: 'daybook', owner: 'daybook_owner', appLogin: 'daybook_server' };
const LOCK_TRIES = 20;
const END_SEEN_MS = 2_000;

/** What stands in for the settings that were not given. */
export type EmbeddedParts = {
  dataDirectory: string;
  secretsKey: Buffer;
  operatorKey: string;
  /** As the owner of the schema: for `migrate`. */
  ownerUrl: string;
  /** As the login that the server uses. */
  url: string;
  appLogin: string;
  /** Rejects with a StartupError when Postgres has ended although nobody stopped it. */
  readonly over: Promise<never>;
  /** What is to be said of an error: why Postgres ended, where that is behind it. */
  explain(error: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

type PartsOptions = {
  readonly log: (line: string) => void;
  /** Where it is set, the folder's own is not asked for. */
  readonly secretsKey?: Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Opens the data folder and starts its Postgres. `alone`: take the folder for this process, or refuse; else use what
 * runs there already and leave it running.
 */
export async function startEmbeddedParts(
  path: string,
  options: PartsOptions & { alone: boolean },
): Promise<EmbeddedParts> {
  const dataDirectory = await openDataDirectory(path);
  const { secretsKey, operatorKey, postgres, lock } = await openParts(dataDirectory, options).catch(
    (error: unknown) => {
      throw folderTrouble(dataDirectory, error);
    },
  );
  try {
    options.signal?.throwIfAborted();
    if (options.alone && !(await lock.becomeServer(LOCK_TRIES))) throw inUse(dataDirectory);
    if (options.alone && postgres.adopted) options.log('Going on with the Postgres that is running already.');
  } catch (error) {
    await stop(postgres, lock);
    throw error;
  }
  return {
    dataDirectory,
    secretsKey,
    operatorKey,
    ownerUrl: postgres.url(NAMES.owner, NAMES.database),
    url: postgres.url(NAMES.appLogin, NAMES.database),
    appLogin: NAMES.appLogin,
    over: lock.over,
    explain: (error) => explain(postgres, error),
    stop: () => stop(postgres, lock),
  };
}

async function openParts(dataDirectory: string, options: PartsOptions) {
  const secretsKey = options.secretsKey ?? (await secretsKeyFile(dataDirectory));
  const operatorKey = await secretFile(
    join(dataDirectory, 'operator-key'),
    () => `opk_${randomBytes(32).toString('base64url')}`,
  );
  // One after the other: the first of several processes starts Postgres, the others find it and note their use of it.
  const running = await oneAtATime(join(dataDirectory, 'starting'), () =>
    joinPostgres(dataDirectory, options),
  );
  return { secretsKey, operatorKey, ...running };
}

async function joinPostgres(dataDirectory: string, { log, signal }: PartsOptions) {
  const postgres = await startPostgres({ dataDirectory: join(dataDirectory, 'postgres'), log, signal });
  const superuserUrl = postgres.url('postgres', 'postgres');
  try {
    // The lock that stands is the server's login's, which may do nothing; until that is there, the superuser's holds Postgres.
    const first = await openInstanceLock(superuserUrl);
    try {
      await createDatabase(superuserUrl, NAMES);
      const lock = await keepLock(postgres, postgres.url(NAMES.appLogin, 'postgres'), () =>
        inUse(dataDirectory),
      );
      return { postgres, lock };
    } finally {
      await first.leave();
    }
  } catch (error) {
    const failure = await explain(postgres, error);
    if (!postgres.adopted) await postgres.stop();
    throw isOfPostgres(failure) ? notWhole(dataDirectory, failure) : failure;
  }
}

/** The last one to leave stops Postgres. */
async function stop(postgres: EmbeddedPostgres, lock: KeptLock): Promise<void> {
  if (await lock.leave()) await postgres.stop();
}

/** A connection breaks a moment before the process is gone. */
async function explain(postgres: EmbeddedPostgres, error: unknown): Promise<unknown> {
  const cause = error instanceof DaybookError ? error.cause : error;
  if (!isUnavailable(cause)) return error;
  const until = performance.now() + END_SEEN_MS;
  for (let ended = postgres.whyEnded(); ; ended = postgres.whyEnded()) {
    if (ended || performance.now() > until) return ended ?? error;
    await delay(50);
  }
}

function isOfPostgres(error: unknown): error is Error {
  return error instanceof Error && 'severity' in error;
}

function notWhole(dataDirectory: string, { message }: Error): StartupError {
  return new StartupError(
    `The data of Postgres in ${dataDirectory} is not whole (${message}): restore the whole folder from a backup, or move it away to begin anew with nothing.`,
  );
}

function inUse(dataDirectory: string): StartupError {
  return new StartupError(
    `Another Daybook is running on ${dataDirectory}: stop it, or give this one its own folder with DAYBOOK_DATA_DIR.`,
  );
}
