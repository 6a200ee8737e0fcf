import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

/** A Redis of the test's own, on a port that stays the same when it is started again. */
export type TestRedis = { readonly url: string; start(): Promise<void>; kill(): Promise<void> };

/** Why there is no Redis to test with; undefined when there is. */
export const noRedis: string | undefined = spawnSync('redis-server', ['--version']).error
  ? 'there is no redis-server on the PATH'
  : undefined;

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child = launch(port);
  await ready(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = launch(port);
      await ready(child);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function launch(port: number) {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
}

async function ready(child: ReturnType<typeof launch>): Promise<void> {
  let printed = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    printed += chunk.toString();
    if (printed.includes('Ready to accept connections')) return;
  }
  throw new Error(`redis-server did not start:\n${printed}`);
}
