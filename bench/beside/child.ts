import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startServer } from '../latency/start-server.ts';
import type { LoopDelay, OrderedServer, ServerOrder } from './ordered-server.ts';

/** A server process of its own: takes one order, says where it listens, then answers each 'delay' with how late its event loop was. */
const delay = monitorEventLoopDelay({ resolution: 1 });

process.once('message', (order: ServerOrder) => {
  start(order).then(
    (server) => {
      delay.enable();
      process.send?.(server);
      process.on('message', tellDelay);
    },
    (error: unknown) => {
      process.stderr.write(`${(error as Error).stack}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));

async function start({ database, folder, roles, stores, tokens }: ServerOrder): Promise<OrderedServer> {
  const server = await startServer(database, folder, roles);
  const secrets: Record<string, string[]> = {};
  for (const storeId of stores) {
    secrets[storeId] = [];
    for (let nth = 0; nth < tokens; nth += 1) secrets[storeId].push(await server.createToken(storeId));
  }
  return { baseUrl: server.baseUrl, secrets };
}

function tellDelay(): void {
  const told: LoopDelay = { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 };
  delay.reset();
  process.send?.(told);
}
