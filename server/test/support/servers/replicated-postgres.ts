import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, startPostgres } from '../../../src/embedded/postgres.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const SETTINGS = { wal_keep_size: '1GB', fsync: 'off' };

/** A Postgres and its streaming replica, which only reads. */
export type ReplicatedPostgres = {
  /** A connection string of the replica for this one of the primary. */
  replicaUrl(primaryUrl: string): string;
  close(): Promise<void>;
};

/**
 * Starts both, and makes the primary the server that `createTestDatabase` uses in this process.
 *
 * @param options.applyDelayMs what the primary commits is seen on the replica only so much later
 */
export async function openReplicatedPostgres(options: { applyDelayMs: number }): Promise<ReplicatedPostgres> {
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 'replicated-'));
  const [ofPrimary, ofReplica] = [join(folder, 'primary'), join(folder, 'replica')];
  await (await startPostgres({ dataDirectory: ofPrimary, settings: SETTINGS })).stop();
  await cp(ofPrimary, ofReplica, { recursive: true });
  await chmod(ofReplica, 0o700);
  await writeFile(join(ofReplica, 'standby.signal'), '');
  const primary = await startPostgres({ dataDirectory: ofPrimary, settings: SETTINGS });
  const replica = await startPostgres({ dataDirectory: ofReplica, settings: { ...SETTINGS, ...following(primary, options) } }); // prettier-ignore
  process.env['DAYBOOK_TEST_POSTGRES'] = primary.url('postgres', 'postgres');
  return {
    replicaUrl(primaryUrl) {
      const url = new URL(primaryUrl);
      return replica.url(url.username, url.pathname.slice(1));
    },
    async close() {
      await replica.stop();
      await primary.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function following(primary: EmbeddedPostgres, { applyDelayMs }: { applyDelayMs: number }) {
  return {
    primary_conninfo: `host='${primary.socketDirectory}' port=${primary.port} user=postgres`,
    recovery_min_apply_delay: `${applyDelayMs}ms`,
    wal_retrieve_retry_interval: '100ms',
  };
}
