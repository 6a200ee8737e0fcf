import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaultProxy, openFaultProxy } from '../server/test/support/faults/fault-proxy.ts';
import { freePort } from '../server/test/support/servers/free-port.ts';
import { findFakeTime, fakeTimeSettings } from './fake-time.ts';
import type { History } from './history.ts';
import { type Member, type Role, startMember } from './member.ts';
import { openObjects, type Objects } from './objects.ts';
import { openPostgresServer, type PostgresServer } from './postgres-server.ts';
import { openSocketDoor } from './socket-door.ts';

export const MEMBERS: Readonly<Record<string, Role>> = {
  'api-1': 'api',
  'api-2': 'api',
  'worker-1': 'worker',
  'worker-2': 'worker',
  'worker-3': 'worker',
};
/** Those whose clock can be moved: one of each role. */
export const MOVED_CLOCKS = ['api-2', 'worker-3'];
const REPORTS_AT_ONCE = '3';

/** Two API processes, three workers, Postgres and a store of objects; every line between them can be disturbed. */
export type Cluster = {
  readonly folder: string;
  readonly members: ReadonlyMap<string, Member>;
  /** By `from>to`: `client>api-1`, `worker-1>postgres`, `api-2>s3`. */
  readonly links: ReadonlyMap<string, FaultProxy>;
  readonly postgres: PostgresServer;
  readonly objects: Objects;
  /** Where clients reach the API processes. */
  readonly apiUrls: readonly string[];
  readonly operatorKey: string;
  readonly secretsKey: Buffer;
  /** Moves the clock of the members in MOVED_CLOCKS; undefined without libfaketime. */
  readonly moveClock: ((member: string, seconds: number) => Promise<void>) | undefined;
  /** What must never be in a log, by what it is. */
  secrets(): Readonly<Record<string, string>>;
  /** Ends the processes, as an operator would. */
  stopMembers(): Promise<void>;
  /** Ends everything that is still there. Harmless twice. */
  close(): Promise<void>;
};

export async function openCluster(
  options: { folder: string; storage: 'folder' | 's3' },
  history: History,
): Promise<Cluster> {
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close().catch(() => {});
  };
  try {
    const { folder } = options;
    const postgres = await openPostgresServer(folder);
    closers.push(postgres.stop);
    const door = await openSocketDoor(postgres.socketPath);
    closers.push(door.close);
    const secretsKey = randomBytes(32);
    const operatorKey = `opk_${randomBytes(24).toString('hex')}`;
    const objects = await openObjects({ ...options, secretsKey });
    closers.push(objects.close);
    const fakeTime = await findFakeTime();
    const wiring = {
      folder,
      history,
      postgres,
      door: door.url,
      objects,
      operatorKey,
      secretsKey,
      fakeTime,
      closers,
    };
    const { members, links, apiUrls } = await startMembers(wiring);
    let stopped: Promise<void> | undefined;
    const stopMembers = () => (stopped ??= stopAll(members, history));
    closers.push(stopMembers);
    return {
      ...{ folder, members, links, postgres, objects, apiUrls, operatorKey, secretsKey, stopMembers },
      moveClock: fakeTime === undefined ? undefined : (member, seconds) => writeFile(clockOf(folder, member), offset(seconds)), // prettier-ignore
      secrets: () => ({
        OPERATOR_KEY: operatorKey,
        SECRETS_KEY: secretsKey.toString('base64'),
        ...objects.secrets,
      }),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

type Wiring = Pick<Cluster, 'folder' | 'postgres' | 'objects' | 'operatorKey' | 'secretsKey'> & {
  history: History;
  /** Where Postgres takes connections by TCP. */
  door: string;
  fakeTime: string | undefined;
  closers: (() => Promise<unknown>)[];
};

async function startMembers(wiring: Wiring) {
  const { folder, history, postgres, objects, fakeTime } = wiring;
  const links = new Map<string, FaultProxy>();
  const link = async (name: string, target: string): Promise<string> => {
    const proxy = await openFaultProxy(target);
    wiring.closers.push(proxy.close);
    links.set(name, proxy);
    return `127.0.0.1:${proxy.port}`;
  };
  await mkdir(join(folder, 'logs'), { recursive: true });
  const members = new Map<string, Member>();
  const apiUrls: string[] = [];
  for (const [name, role] of Object.entries(MEMBERS)) {
    const port = await freePort();
    if (role === 'api') apiUrls.push(`http://${await link(`client>${name}`, `http://127.0.0.1:${port}`)}`);
    const database = await link(`${name}>postgres`, wiring.door);
    const moved = MOVED_CLOCKS.includes(name) ? fakeTime : undefined;
    const settings = {
      DATABASE_URL: `postgres://${postgres.appLogin}@${database}/${postgres.database}`,
      SECRETS_KEY: wiring.secretsKey.toString('base64'),
      OPERATOR_KEY: wiring.operatorKey,
      PORT: String(port),
      // The API processes come first; a worker only writes it down as the issuer.
      PUBLIC_URL: apiUrls.at(-1) ?? '',
      DAYBOOK_DATA_DIR: folder,
      WORKER_CONCURRENCY: REPORTS_AT_ONCE,
      ...(objects.endpoint ? objects.settings(`http://${await link(`${name}>s3`, objects.endpoint)}`) : {}),
      ...(moved === undefined ? {} : await fakeTimeSettings(moved, clockOf(folder, name))),
    };
    const logFile = join(folder, 'logs', `${name}.ndjson`);
    members.set(name, startMember({ name, role, settings, logFile, history }));
  }
  return { members, links, apiUrls };
}

async function stopAll(members: ReadonlyMap<string, Member>, history: History): Promise<void> {
  await Promise.all(
    [...members.values()].map(async (member) => {
      const how = String(await member.stop());
      history.add({ kind: 'stopped', member: member.name, how });
    }),
  );
}

function clockOf(folder: string, member: string): string {
  return join(folder, `clock-${member}`);
}

function offset(seconds: number): string {
  return `${seconds < 0 ? '' : '+'}${seconds}\n`;
}
