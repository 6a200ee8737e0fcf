import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { S3Server } from '../server/test/support/servers/s3-server.ts';
import type { BenchDatabase } from './bench-database.ts';
import { SECRETS_KEY } from './latency/start-server.ts';
import { processCpuSeconds } from './process-cpu-seconds.ts';

const SHOWN = new Set(['warn', 'error', 'fatal']);
const MAIN = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));

/** A `daybook-server worker` of its own. */
export type WorkerProcess = {
  /** The most memory that it has had resident, in bytes. Linux only. */
  peakBytes(): Promise<number>;
  /** What it has used of the processor so far; null where that cannot be read. */
  cpuSeconds(): Promise<number | null>;
  stop(): Promise<void>;
};

/** Starts one on this database, with its files in a new bucket of `s3`, or in `folder` without one. */
export async function startWorkerProcess(
  database: BenchDatabase,
  options: {
    readonly folder: string;
    readonly s3?: S3Server | undefined;
    readonly concurrency?: number;
    readonly nodeOptions?: string;
  },
): Promise<WorkerProcess> {
  const { folder, s3, concurrency = 4, nodeOptions = '' } = options;
  const child = spawn(process.execPath, ['--conditions=source', MAIN, 'worker'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.appUrl,
      SECRETS_KEY: SECRETS_KEY.toString('base64'),
      LOG_LEVEL: 'info',
      WORKER_CONCURRENCY: `${concurrency}`,
      DAYBOOK_DATA_DIR: folder,
      NODE_OPTIONS: nodeOptions,
      ...(s3 ? await s3Environment(s3) : {}),
    },
  });
  await untilStarted(child);
  return {
    async peakBytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
    },
    cpuSeconds: () => processCpuSeconds(child.pid as number),
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function s3Environment(s3: S3Server): Promise<Record<string, string>> {
  const { bucket, endpoint = '', region = '' } = await s3.bucket();
  return {
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
}

/** It says so in its log, which is read to its end so that it never waits for us. What it warns of is shown. */
function untilStarted(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The worker ended with ${code}.`)));
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      const { level, msg } = JSON.parse(line) as { level: string; msg: string };
      if (msg === 'working') resolve();
      if (SHOWN.has(level)) process.stderr.write(`${line}\n`);
    });
  });
}
