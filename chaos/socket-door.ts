import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A port of 127.0.0.1 that leads to a Unix socket, which the embedded Postgres alone listens on. */
export type SocketDoor = { readonly url: string; close(): Promise<void> };

export async function openSocketDoor(path: string): Promise<SocketDoor> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const inside = connect({ path });
    for (const [socket, other] of [
      [client, inside],
      [inside, client],
    ] as const) {
      open.add(socket);
      // A pipe knows no RST; its end breaks the other side's request just as well.
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `tcp://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
