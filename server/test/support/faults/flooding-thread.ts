/**
 * A thread that floods one address with one token until it is told to stop, or has sent as many as it may; so what is
 * measured beside it waits for the server and not for the flood's own work.
 */
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** `connections`: how many requests are under way at a time. */
export type FloodOrder = { url: string; secret: string; connections: number; requestsMax: number };
/** What the flood came to, by the status of the answers. */
export type FloodCounts = Record<number, number>;

const { url, secret, connections, requestsMax } = workerData as FloodOrder;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const counts: FloodCounts = {};
let sent = 0;
let isOver = false;
parentPort?.once('message', () => (isOver = true));

function ask(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(url, { agent, headers: { Authorization: `Bearer ${secret}` } }, (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode ?? 0));
  })
    .on('error', reject)
    .end();
  return promise;
}

async function askOn(): Promise<void> {
  while (!isOver && sent < requestsMax) {
    sent += 1;
    const status = await ask();
    counts[status] = (counts[status] ?? 0) + 1;
  }
}

await Promise.all(Array.from({ length: connections }, askOn));
agent.destroy();
parentPort?.postMessage(counts);
