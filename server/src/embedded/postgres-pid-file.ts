import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a Postgres server says about itself in its data folder. The last three are missing while it is being written. */
export type PostgresPidFile = {
  readonly pid: number;
  readonly dataDirectory: string;
  readonly port: number | undefined;
  readonly socketDirectory: string | undefined;
  readonly status: string | undefined;
};

export function postgresPidFilePath(dataDirectory: string): string {
  return join(dataDirectory, 'postmaster.pid');
}

/** @returns undefined when there is none, `garbage` when no server can have written it */
export function readPostgresPidFile(dataDirectory: string): PostgresPidFile | 'garbage' | undefined {
  let text: string;
  try {
    text = readFileSync(postgresPidFilePath(dataDirectory), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // Lines: pid, data folder, start time, port, socket folder, TCP address, shared memory key, status.
  const [pid = '', directory, , port, socketDirectory, , , status] = text.split('\n');
  if (!/^[1-9]\d*$/.test(pid) || directory === undefined) return 'garbage';
  return {
    pid: Number(pid),
    dataDirectory: directory,
    port: port ? Number(port) : undefined,
    socketDirectory: socketDirectory || undefined,
    status: status?.trim() || undefined,
  };
}
