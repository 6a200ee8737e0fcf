import { availableParallelism, cpus, totalmem } from 'node:os';
import { asSuperuser } from './as-superuser.ts';

/** What a figure means little without: day, cores, memory, versions. One line. */
export async function describeMachine(superUrl: string): Promise<string> {
  const version = await asSuperuser(superUrl, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version;
  });
  return [
    new Date().toISOString(),
    `${availableParallelism()} cores (${cpus()[0]?.model ?? process.arch})`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Postgres ${version}, fsync on`,
    `Node ${process.versions.node}`,
  ].join(', ');
}
