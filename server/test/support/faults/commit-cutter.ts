import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to Postgres on which one answer is waited for and never passed on. */
export type CommitCutter = {
  /** The database's URL by this way. */
  readonly url: string;
  /** Resolves once Postgres has committed a transaction that held a statement with the marked text; its answer is held back. */
  readonly committed: Promise<void>;
  /** Breaks the connection that waits for the answer. From now on everything is passed on. */
  break(): void;
  close(): Promise<void>;
};

/** Opens the way: what the server sends is passed on until a transaction with `mark` in a statement has committed. */
export async function openCommitCutter(databaseUrl: string, mark: string): Promise<CommitCutter> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isOver = false;
  const { promise: committed, resolve } = Promise.withResolvers<void>();
  const server = createServer((client) => {
    const postgres = connect(addressOf(target));
    for (const socket of [client, postgres]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [client, postgres].forEach((each) => each.destroy()));
    }
    let marked = false;
    let cut = false;
    client.on('data', (chunk) => {
      marked ||= !isOver && chunk.includes(mark);
      postgres.write(chunk);
    });
    postgres.on('data', (chunk) => {
      if (marked && chunk.includes('COMMIT\0')) cut = true;
      if (cut) resolve();
      else client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.search = '';
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    committed,
    break() {
      isOver = true;
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Where Postgres listens; a folder in the query's `host` holds its socket. */
function addressOf(url: URL): { path: string } | { host: string; port: number } {
  const folder = url.searchParams.get('host');
  const port = url.searchParams.get('port') ?? url.port;
  return folder ? { path: `${folder}/.s.PGSQL.${port}` } : { host: url.hostname, port: Number(port) };
}
