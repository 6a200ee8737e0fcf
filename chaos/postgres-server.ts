import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from '../server/src/db/create-database.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { readPostgresPidFile } from '../server/src/embedded/postgres-pid-file.ts';
import { startPostgres } from '../server/src/embedded/postgres.ts';
import { processIsGone } from '../server/src/embedded/process-is-gone.ts';
import { QUEUES } from '../server/src/jobs/queues.ts';
import { migrateQueue } from '../server/src/queue/migrate-queue.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { CHANGES_TABLE } from './report-changes.ts';

const DATABASE = 'daybook';
const APP_LOGIN = 'daybook_server';
const OWNER = 'daybook_owner';
const SETTINGS = { track_commit_timestamp: 'on', max_connections: '200', shared_buffers: '64MB' };

/** The campaign's own Postgres: what the checker reads is written down by it and survives its crashes. */
export type PostgresServer = {
  readonly socketPath: string;
  readonly database: string;
  readonly appLogin: string;
  /** Of the superuser, past every fault. */
  readonly superUrl: string;
  /** Runs one statement as the superuser on a connection of its own. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Ends it as `pg_ctl stop -m immediate` does, without a checkpoint: the next start recovers. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export async function openPostgresServer(folder: string): Promise<PostgresServer> {
  const dataDirectory = join(folder, 'postgres');
  const open = () => startPostgres({ dataDirectory, settings: SETTINGS });
  let postgres = await open();
  const superUrl = postgres.url('postgres', DATABASE);
  await createDatabase(postgres.url('postgres', 'postgres'), { database: DATABASE, owner: OWNER, appLogin: APP_LOGIN }); // prettier-ignore
  const ownerUrl = postgres.url(OWNER, DATABASE);
  await migrate({ ownerUrl, appLogin: APP_LOGIN });
  await migrateQueue(ownerUrl, QUEUES);

  async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: superUrl, application_name: 'chaos' });
    client.on('error', () => {}); // the statement that was running rejects
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }
  await query(CHANGES_TABLE);
  return {
    socketPath: join(postgres.socketDirectory, `.s.PGSQL.${postgres.port}`),
    database: DATABASE,
    appLogin: APP_LOGIN,
    superUrl,
    query,
    async crash() {
      const found = readPostgresPidFile(dataDirectory);
      if (typeof found !== 'object') return;
      process.kill(found.pid, 'SIGQUIT');
      while (!processIsGone(found.pid)) await delay(10);
    },
    async start() {
      postgres = await open();
    },
    stop: () => postgres.stop(),
  };
}
