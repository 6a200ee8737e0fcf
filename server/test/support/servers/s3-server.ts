import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { S3Settings } from '../../../src/storage/s3/s3-client.ts';

const START = fileURLToPath(new URL('start-s3', import.meta.url));
const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));

/** A real S3-speaking server of the test's own. Its credentials are in the environment, where the SDK finds them. */
export type S3Server = {
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  /** Makes a bucket. Resolves to the settings with which Daybook uses it; `endpoint`: by another way, a proxy say. */
  bucket(endpoint?: string): Promise<S3Settings>;
  stop(): Promise<void>;
};

/** Why there is no S3 server to test with; undefined when there is. */
export const noS3: string | undefined =
  spawnSync(START, ['--is-here']).status === 0
    ? undefined
    : 'no S3 server: "server/test/support/servers/start-s3 --install" brings one in, as root on a Debian';

/** Starts one in a folder of its own; `stop` leaves nothing. */
export async function startS3(): Promise<S3Server> {
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 's3-'));
  // It ends by itself when its standard input does, so also when this process is killed.
  const child = spawn(START, [folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let printed = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    printed += chunk.toString();
    if (printed.includes('AWS_SECRET_ACCESS_KEY=') && printed.endsWith('\n')) break;
  }
  const settings = Object.fromEntries(
    printed.split('\n').map((line) => [line.split('=')[0], line.split('=').slice(1).join('=')]),
  ) as Record<string, string>;
  const endpoint = settings['S3_ENDPOINT'];
  if (endpoint === undefined) throw new Error(`start-s3 did not start; its folder is ${folder}`);
  const credentials = {
    accessKeyId: settings['AWS_ACCESS_KEY_ID'] as string,
    secretAccessKey: settings['AWS_SECRET_ACCESS_KEY'] as string,
  };
  process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
  const region = 'us-east-1';
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  return {
    endpoint,
    credentials,
    async bucket(at = endpoint) {
      const bucket = `daybook-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return { bucket, endpoint: at, region, forcePathStyle: true };
    },
    async stop() {
      client.destroy();
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
