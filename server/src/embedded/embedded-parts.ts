import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { StartupError } from '../domain/startup-error.ts';
import { openDataDirectory } from './data-directory.ts';
import { type EmbeddedDatabase, ensureEmbeddedDatabase } from './postgres-database.ts';
import { startPostgres } from './postgres.ts';
import { secretFile } from './secret-file.ts';

const INSTANCE_LOCK = 4_730_113;
const LOCK_TRIES = 20;
const LOCK_TRY_EVERY_MS = 100;

/** What stands in for the settings that were not given. */
export type EmbeddedParts = EmbeddedDatabase & {
  dataDirectory: string;
  secretsKey: Buffer;
  operatorKey: string;
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
  const secretsKey = await secretFile(join(dataDirectory, 'secrets-key'), () => randomBytes(32).toString('base64'));
  const operatorKey = await secretFile(
    join(dataDirectory, 'operator-key'),
    () => `opk_${randomBytes(32).toString('base64url')}`,
  );
  const postgres = await startPostgres({ dataDirectory: join(dataDirectory, 'postgres'), log: options.log });
  const lock = new pg.Client({ connectionString: postgres.url('postgres', 'postgres'), application_name: 'daybook lock' });
  lock.on('error', () => {});
  try {
    await lock.connect();
    const taken = await takeLock(lock, options.alone ? LOCK_TRIES : 1);
    if (!taken && options.alone) throw new DataDirectoryInUse(dataDirectory);
    const database = await ensureEmbeddedDatabase(postgres);
    return {
      ...database,
      dataDirectory,
      secretsKey: Buffer.from(secretsKey, 'base64'),
      operatorKey,
      async stop() {
        await lock.end();
        if (taken) await postgres.stop();
      },
    };
  } catch (error) {
    await lock.end();
    if (!(error instanceof DataDirectoryInUse)) await postgres.stop();
    throw error;
  }
}

class DataDirectoryInUse extends StartupError {
  constructor(dataDirectory: string) {
    super(
      `Another Daybook is running on ${dataDirectory}: stop it, or give this one its own folder with DAYBOOK_DATA_DIR.`,
    );
  }
}

/** A killed Daybook's lock goes a moment after it, so several tries can be made. */
async function takeLock(client: pg.Client, tries: number): Promise<boolean> {
  for (let left = tries; left > 0; left -= 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [INSTANCE_LOCK]);
    if (rows[0]?.taken) return true;
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, LOCK_TRY_EVERY_MS));
  }
  return false;
}
