import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase } from '../db/create-database.ts';
import { type InstanceLock, openInstanceLock } from '../db/instance-lock.ts';
import { StartupError } from '../domain/startup-error.ts';
import { openDataDirectory } from './data-directory.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import { secretFile } from './secret-file.ts';

const NAMES = { database: 'daybook', owner: 'daybook_owner', appLogin: 'daybook_server' };
const LOCK_TRIES = 20;

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
  stop(): Promise<void>;
};

/**
 * Opens the data folder and starts its Postgres. `alone`: take the folder for this process, or refuse; else use what
 * runs there already and leave it running.
 */
export async function startEmbeddedParts(
  path: string,
  options: { alone: boolean; log: (line: string) => void },
): Promise<EmbeddedParts> {
  const dataDirectory = await openDataDirectory(path);
  const secretsKey = await secretFile(join(dataDirectory, 'secrets-key'), () =>
    randomBytes(32).toString('base64'),
  );
  const operatorKey = await secretFile(
    join(dataDirectory, 'operator-key'),
    () => `opk_${randomBytes(32).toString('base64url')}`,
  );
  // One after the other: the first of several processes starts Postgres, the others find it and note their use of it.
  const { postgres, lock } = await oneAtATime(join(dataDirectory, 'starting'), () =>
    joinPostgres(dataDirectory, options.log),
  );
  try {
    if (options.alone && !(await lock.becomeServer(LOCK_TRIES))) throw inUse(dataDirectory);
    if (options.alone && postgres.adopted) options.log('Going on with the Postgres that is running already.');
  } catch (error) {
    await stop(postgres, lock);
    throw error;
  }
  return {
    dataDirectory,
    secretsKey: Buffer.from(secretsKey, 'base64'),
    operatorKey,
    ownerUrl: postgres.url(NAMES.owner, NAMES.database),
    url: postgres.url(NAMES.appLogin, NAMES.database),
    appLogin: NAMES.appLogin,
    stop: () => stop(postgres, lock),
  };
}

async function joinPostgres(dataDirectory: string, log: (line: string) => void) {
  const postgres = await startPostgres({ dataDirectory: join(dataDirectory, 'postgres'), log });
  const superuserUrl = postgres.url('postgres', 'postgres');
  try {
    // The lock that stands is the server's login's, which may do nothing; until that is there, the superuser's holds Postgres.
    const first = await openInstanceLock(superuserUrl);
    try {
      await createDatabase(superuserUrl, NAMES);
      return { postgres, lock: await openInstanceLock(postgres.url(NAMES.appLogin, 'postgres')) };
    } finally {
      await first.leave();
    }
  } catch (error) {
    if (!postgres.adopted) await postgres.stop();
    throw error;
  }
}

/** The last one to leave stops Postgres. */
async function stop(postgres: EmbeddedPostgres, lock: InstanceLock): Promise<void> {
  if (await lock.leave()) await postgres.stop();
}

function inUse(dataDirectory: string): StartupError {
  return new StartupError(
    `Another Daybook is running on ${dataDirectory}: stop it, or give this one its own folder with DAYBOOK_DATA_DIR.`,
  );
}
