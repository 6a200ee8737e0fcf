import type { ComposedConfig } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { startEmbeddedParts } from '../embedded/embedded-parts.ts';
import { QUEUES } from '../jobs/queues.ts';
import { migrateQueue } from '../queue/migrate-queue.ts';

/** Settings with the embedded parts running behind them, where they stand in for a database that was not given. */
export type Prepared = {
  config: ComposedConfig & { operatorKey: string | undefined };
  embedded: boolean;
  /** Rejects with a StartupError when the embedded Postgres has ended although nobody stopped it. */
  readonly over: Promise<never>;
  /** What is to be said of an error: why the embedded Postgres ended, where that is behind it. */
  explain(error: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

/**
 * Reads the settings and makes sure there is a database of the right version: the embedded one is started and
 * migrated, a given one is left as it is unless `migrateGiven`.
 */
export async function prepare(options: {
  alone: boolean;
  migrateGiven: boolean;
  log: (line: string) => void;
  /** Fires when the operator has had enough before it is done. */
  signal?: AbortSignal;
}): Promise<Prepared> {
  const config = readConfig();
  if (config.databaseUrl !== undefined && config.secretsKey !== undefined) {
    if (options.migrateGiven) await migrateGiven(config, config.databaseUrl);
    return {
      config: { ...config, databaseUrl: config.databaseUrl, secretsKey: config.secretsKey },
      embedded: false,
      over: new Promise(() => {}),
      explain: async (error) => error,
      stop: async () => {},
    };
  }
  const parts = await startEmbeddedParts(config.dataDirectory, { ...options, secretsKey: config.secretsKey });
  try {
    await migrate({ ownerUrl: parts.ownerUrl, appLogin: parts.appLogin });
    await migrateQueue(parts.ownerUrl, QUEUES);
    options.signal?.throwIfAborted();
  } catch (error) {
    const failure = await parts.explain(error);
    await parts.stop();
    throw failure;
  }
  return {
    config: {
      ...config,
      dataDirectory: parts.dataDirectory,
      databaseUrl: parts.url,
      secretsKey: parts.secretsKey,
      operatorKey: config.operatorKey ?? parts.operatorKey,
    },
    embedded: true,
    over: parts.over,
    explain: parts.explain,
    stop: parts.stop,
  };
}

/** Migrates the database of `DATABASE_URL` as its owner. Resolves to the names of the applied migrations. */
export async function migrateGiven(config: Config, databaseUrl: string): Promise<string[]> {
  const ownerUrl = config.migrateDatabaseUrl ?? databaseUrl;
  const appLogin = decodeURIComponent(new URL(databaseUrl).username) || 'postgres';
  const applied = await migrate({ ownerUrl, appLogin });
  await migrateQueue(ownerUrl, QUEUES);
  return applied;
}
