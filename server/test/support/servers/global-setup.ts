import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { startPostgres } from '../../../src/embedded/postgres.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));

/** Starts one Postgres for the whole run and tells the tests where it is. Resolves to what ends it. */
export async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env['DAYBOOK_TEST_POSTGRES']) return async () => {};
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 'test-'));
  const postgres = await startPostgres({
    dataDirectory: join(folder, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  process.env['DAYBOOK_TEST_POSTGRES'] = postgres.url('postgres', 'postgres');
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
