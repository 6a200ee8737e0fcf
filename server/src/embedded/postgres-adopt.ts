import { unlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';

import { postgresEnd } from './postgres-end.ts';
import { postgresIsRunning } from './postgres-is-running.ts';
import { postgresPidFilePath, readPostgresPidFile, type PostgresPidFile } from './postgres-pid-file.ts';

const ANSWER_MS = 3_000;
const BETWEEN_STATES_MS = 30_000;
const CANNOT_CONNECT_NOW = '57P03';

/** A server that a killed Daybook left behind. */
export type LeftBehind = { readonly pid: number; readonly socketDirectory: string; readonly port: number };

/**
 * Looks for a server on the data folder that outlived its Daybook: returns it when it answers, ends it when it does
 * not. Afterwards nothing is in the way of a new one: no server, no pid file that names somebody else's process.
 */
export async function postgresAdopt(
  dataDirectory: string,
  log: (line: string) => void,
): Promise<LeftBehind | undefined> {
  const found = readPostgresPidFile(dataDirectory);
  if (found === undefined) return undefined;
  if (found === 'garbage' || !isServer(found, dataDirectory)) {
    // Of a dead process Postgres itself takes care, and looks for survivors among its children first.
    if (found !== 'garbage' && !isAlive(found.pid)) return undefined;
    log('Removing the pid file of a Postgres that is gone');
    unlinkSync(postgresPidFilePath(dataDirectory));
    return undefined;
  }

  const deadline = performance.now() + BETWEEN_STATES_MS;
  while (performance.now() < deadline) {
    const now = readPostgresPidFile(dataDirectory);
    if (now === undefined || now === 'garbage' || !isServer(now, dataDirectory)) return undefined;
    const { pid, port, socketDirectory } = now;
    const answer = port && socketDirectory ? await ask(socketDirectory, port) : 'not now';
    if (answer === 'here' && port && socketDirectory) return { pid, port, socketDirectory };
    if (answer === 'nobody') break;
    await delay(25);
  }
  log(`Ending a Postgres that does not answer (process ${found.pid})`);
  await postgresEnd(found.pid, dataDirectory);
  return undefined;
}

// The folder in the file as well: a copied data folder brings the pid file of the original's server along.
function isServer(found: PostgresPidFile, dataDirectory: string): boolean {
  return found.dataDirectory === dataDirectory && postgresIsRunning(found.pid, dataDirectory);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function ask(host: string, port: number): Promise<'here' | 'not now' | 'nobody'> {
  const client = new Client({
    ...{ host, port, user: 'postgres', database: 'postgres', connectionTimeoutMillis: ANSWER_MS },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return 'here';
  } catch (error) {
    if (!(error instanceof DatabaseError)) return 'nobody';
    return error.code === CANNOT_CONNECT_NOW ? 'not now' : 'here';
  }
}
