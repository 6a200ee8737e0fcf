import type { Database } from './database.ts';

/** Which database this is, for the log. */
export type ServerFacts = {
  /** The version of Postgres, such as `18.4`. */
  readonly postgres: string;
  readonly name: string;
  /** Empty where the connection is a socket of this machine. */
  readonly host: string;
  /** The number of the newest migration, and when it came, in milliseconds by the database's clock of that time. */
  readonly schema: number;
  readonly migratedAt: number;
  /** Its clock now. */
  readonly now: number;
};

export async function readServerFacts({ pool }: Database): Promise<ServerFacts> {
  const { rows } = await pool.query<ServerFacts>(
    `select current_setting('server_version') as postgres, current_database()::text as name,
       coalesce(host(inet_server_addr()), '') as host, max(version) as schema, max(applied_at) as "migratedAt",
       clock_timestamp() as now
     from daybook.migrations`,
  );
  return rows[0] as ServerFacts;
}
