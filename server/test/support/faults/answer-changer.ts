import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to Postgres on which one text in what the server sends is another of the same length. */
export type AnswerChanger = { readonly url: string; close(): Promise<void> };

/** Opens the way. The texts are looked for within a packet, so they should be short. */
export async function openAnswerChanger(
  databaseUrl: string,
  from: string,
  to: string,
): Promise<AnswerChanger> {
  if (from.length !== to.length) throw new Error('a message of Postgres says how long it is');
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const folder = target.searchParams.get('host');
    const port = target.searchParams.get('port') ?? target.port;
    const postgres = folder
      ? connect(`${folder}/.s.PGSQL.${port}`)
      : connect({ host: target.hostname, port: Number(port) });
    for (const socket of [client, postgres]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [client, postgres].forEach((each) => each.destroy()));
    }
    client.on('data', (chunk) => postgres.write(chunk));
    postgres.on('data', (chunk) => {
      client.write(Buffer.from(chunk.toString('latin1').replaceAll(from, to), 'latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.search = '';
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
