import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../domain/startup-error.ts';
import { secretFile } from './secret-file.ts';

const KEY_BYTES = 32;

/**
 * The key in the file `secrets-key` of the data folder, made with the folder. A lost one is not made anew beside a
 * database that holds what it sealed: nothing could be opened with the new one.
 *
 * @throws StartupError when it is missing there, or holds something else
 */
export async function secretsKeyFile(dataDirectory: string): Promise<Buffer> {
  const path = join(dataDirectory, 'secrets-key');
  const cure = `put it back from a backup, or set SECRETS_KEY to what it held. Where it is lost for good, see docs/operating.md`;
  if (!existsSync(path) && existsSync(join(dataDirectory, 'postgres', 'PG_VERSION')))
    throw new StartupError(`${path} is missing, and the database holds what was sealed with it: ${cure}.`);
  const key = Buffer.from(await secretFile(path, () => randomBytes(KEY_BYTES).toString('base64')), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new StartupError(`${path} does not hold ${KEY_BYTES} bytes as base64: ${cure}.`);
}
