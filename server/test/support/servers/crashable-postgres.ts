import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, startPostgres } from '../../../src/embedded/postgres.ts';
import { processIsGone } from '../../../src/embedded/process-is-gone.ts';
import { pause } from '../faults/worker-fleet.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const SETTINGS = { max_connections: '200' };

/** A Postgres of this test file's own, with data that survives a crash, for tests that must not share one. */
export type CrashablePostgres = {
  /** Ends it as `pg_ctl stop -m immediate` does: nothing is written, the next start recovers. */
  crash(): Promise<void>;
  /** Resolves once it takes connections again. */
  start(): Promise<void>;
  close(): Promise<void>;
};

/** Starts one, and makes it the server that `createTestDatabase` uses in this process. */
export async function openCrashablePostgres(): Promise<CrashablePostgres> {
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 'own-'));
  const dataDirectory = join(folder, 'postgres');
  let postgres: EmbeddedPostgres = await startPostgres({ dataDirectory, settings: SETTINGS });
  process.env['DAYBOOK_TEST_POSTGRES'] = postgres.url('postgres', 'postgres');
  return {
    async crash() {
      const pid = Number((await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      while (!processIsGone(pid)) await pause(5);
    },
    async start() {
      postgres = await startPostgres({ dataDirectory, settings: SETTINGS });
    },
    async close() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
