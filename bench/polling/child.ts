import fastify from 'fastify';
import { openDatabase } from '../../server/src/db/database.ts';
import { startServer } from '../latency/start-server.ts';
import type { PolledOrder, PolledServer } from './polled-server.ts';

/** A process of its own for each server: takes one order from its parent, says where it listens, and ends with its parent. */
process.once('message', (order: PolledOrder) => {
  const starting = order.contender === 'daybook' ? startDaybook(order) : startPlain(order);
  starting.then(
    (server) => process.send?.(server),
    (error: unknown) => {
      process.stderr.write(`${order.contender}: ${(error as Error).stack}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));

async function startDaybook({ database, folder, storeId, tokens }: PolledOrder): Promise<PolledServer> {
  const server = await startServer(database, folder, ['api']);
  const secrets = await Promise.all(Array.from({ length: tokens }, () => server.createToken(storeId)));
  return {
    baseUrl: server.baseUrl,
    requests: secrets.map((secret) => ({
      path: `/v2/core/stores/${storeId}/reports`,
      headers: { Authorization: `Bearer ${secret}` },
    })),
  };
}

/** The least that a poll can be: one prepared read by primary key, and its row as JSON. */
async function startPlain({ database }: PolledOrder): Promise<PolledServer> {
  const { pool } = openDatabase({
    url: database.superUrl,
    maxConnections: 10,
    applicationName: 'daybook bench',
    onError: () => {},
  });
  const app = fastify({ logger: false });
  app.get<{ Params: { id: string } }>('/reports/:id', async ({ params }) => {
    const { rows } = await pool.query({
      name: 'report',
      text: 'select * from daybook.reports where id = $1',
      values: [params.id],
    });
    return rows[0];
  });
  return {
    baseUrl: await app.listen({ host: '127.0.0.1', port: 0 }),
    requests: [{ path: '/reports', headers: {} }],
  };
}
