import { createDatabase } from '../server/src/db/create-database.ts';
import { migrate } from '../server/src/db/migrate.ts';
import type { EmbeddedPostgres } from '../server/src/embedded/postgres.ts';
import { QUEUES } from '../server/src/jobs/queues.ts';
import { migrateQueue } from '../server/src/queue/migrate-queue.ts';

/** Connection strings: `appUrl` is the server's login, which row-level security holds, `superUrl` may do anything. */
export type BenchDatabase = { readonly appUrl: string; readonly superUrl: string };

/** Makes a database with Daybook's schema and nothing in it. */
export async function createBenchDatabase(postgres: EmbeddedPostgres, name: string): Promise<BenchDatabase> {
  const names = { database: name, owner: 'daybook_owner', appLogin: 'daybook_server' };
  await createDatabase(postgres.url('postgres', 'postgres'), names);
  const ownerUrl = postgres.url(names.owner, name);
  await migrate({ ownerUrl, appLogin: names.appLogin });
  await migrateQueue(ownerUrl, QUEUES);
  return { appUrl: postgres.url(names.appLogin, name), superUrl: postgres.url('postgres', name) };
}
