import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Daybook } from '@daybook/client';
import { Obstacle, obstacleOf } from './obstacle.ts';

/** Where the server is, which store, and the token; with `tokenId` requests are signed instead of carrying the secret. */
export type Settings = { url: string; store: string; token: string; tokenId?: string };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Read and written by nobody but its owner. */
const OWN_MODE = 0o600;

/** The settings of the environment, and of the file that `daybook login` wrote for what is not there. */
export async function readSettings(environment: Environment): Promise<Settings> {
  const kept = await readKept(environment);
  const url = environment['DAYBOOK_URL'] ?? kept.url;
  const store = environment['DAYBOOK_STORE'] ?? kept.store;
  const token = environment['DAYBOOK_TOKEN'] ?? kept.token;
  const tokenId =
    environment['DAYBOOK_TOKEN_ID'] ?? (environment['DAYBOOK_TOKEN'] ? undefined : kept.tokenId);
  const missing = Object.entries({ DAYBOOK_URL: url, DAYBOOK_STORE: store, DAYBOOK_TOKEN: token })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (!url || !store || !token) {
    throw new Obstacle(`set ${missing.join(' and ')} in the environment, or run "daybook login"`);
  }
  return { url, store, token, ...(tokenId === undefined ? {} : { tokenId }) };
}

export function clientFor({ url, store, token, tokenId }: Settings): Daybook {
  const credential = tokenId === undefined ? { token } : { hmac: { tokenId, secret: token } };
  return new Daybook({ baseUrl: url, storeId: store, ...credential });
}

/** Keeps them for the next commands; resolves to the path of the file. */
export async function keepSettings(environment: Environment, settings: Settings): Promise<string> {
  const path = pathOf(environment);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: OWN_MODE });
  // The mode above is only for a new file.
  await chmod(path, OWN_MODE);
  return path;
}

async function readKept(environment: Environment): Promise<Partial<Settings>> {
  const path = pathOf(environment);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw obstacleOf(error, path) ?? error;
  });
  if (!found) return {};
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new Obstacle(`${path} holds a secret and others may read it: run "chmod 600 ${path}"`);
  }
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Partial<Settings>;
  } catch (error) {
    throw obstacleOf(error, path) ?? new Obstacle(`${path} is damaged: run "daybook login" again`);
  }
}

function pathOf(environment: Environment): string {
  const folder = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? '.', '.config');
  return environment['DAYBOOK_CONFIG'] ?? join(folder, 'daybook', 'settings.json');
}
