import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Which way bytes go: `up` from the client to the server, `down` back. */
export type Direction = 'up' | 'down';

/** One connection through the proxy, as a fault sees it. */
export type Wire = {
  /** Passes bytes on; resolves once the receiver takes more. */
  pass(direction: Direction, bytes: Buffer): Promise<void>;
  /** Ends both sides with RST; counts as a strike. */
  cut(): void;
  /** Notes that the fault did its work, where it did so without `cut`. */
  strike(): void;
  /** Resolves once another fault is set or the connection is gone: what waits for it says nothing meanwhile. */
  readonly lifted: Promise<void>;
};

/**
 * What is done to the bytes of one connection: called with every chunk, one at a time for each direction. A fault makes
 * one for each connection it meets, those that are open when it is set included; a connection without any passes all.
 */
export type Meddler = (direction: Direction, bytes: Buffer) => Promise<void>;
export type Fault = {
  /** The connection is cut before a byte. */
  readonly refuses?: boolean;
  meddle(wire: Wire): Meddler;
};

/** A way to a server on which the test sets what goes wrong, at any time. It has never heard of a protocol. */
export type FaultProxy = {
  readonly port: number;
  /** From now on; undefined passes everything. The strikes are counted anew. */
  set(fault: Fault | undefined): void;
  /** How often the present fault has struck. */
  strikes(): number;
  /** Resolves when the present fault has struck `count` times. */
  struck(count?: number): Promise<void>;
  /** Connections that are open now. */
  connections(): number;
  close(): Promise<void>;
};

/** Opens a way to `host:port` of the URL, on a free port of 127.0.0.1. */
export async function openFaultProxy(target: string | URL): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Connection>();
  let fault: Fault | undefined;
  let strikes = 0;
  let looks: (() => void)[] = [];
  const strike = (): void => {
    strikes += 1;
    for (const look of looks) look();
  };

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    if (fault?.refuses) {
      client.resetAndDestroy();
      strike();
      return;
    }
    const upstream = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const connection = joined(client, upstream, strike);
    open.add(connection);
    void connection.gone.then(() => open.delete(connection));
    connection.set(fault);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as { port: number }).port,
    set(next) {
      fault = next;
      strikes = 0;
      looks = [];
      for (const connection of open) connection.set(next);
    },
    strikes: () => strikes,
    struck(count = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => void (strikes >= count && resolve());
      looks.push(look);
      look();
      return promise;
    },
    connections: () => open.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of open) connection.destroy();
      await closed;
    },
  };
}

type Connection = { set(fault: Fault | undefined): void; destroy(): void; readonly gone: Promise<void> };

function joined(client: Socket, upstream: Socket, strike: () => void): Connection {
  const receiver = { up: upstream, down: client };
  const gone = Promise.withResolvers<void>();
  let lifted = Promise.withResolvers<void>();
  const destroy = (how: 'resetAndDestroy' | 'destroy'): void => {
    client[how]();
    upstream[how]();
    lifted.resolve();
    gone.resolve();
  };
  const pass = async (direction: Direction, bytes: Buffer): Promise<void> => {
    const socket = receiver[direction];
    if (!socket.destroyed && !socket.write(bytes)) await Promise.race([once(socket, 'drain'), gone.promise]).catch(() => {}); // prettier-ignore
  };
  let meddle: Meddler = pass;
  const pump = async (from: Socket, direction: Direction): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) await meddle(direction, chunk);
    receiver[direction].end();
  };
  // A side that breaks takes the other one with it, in the same way.
  for (const socket of [client, upstream]) socket.on('error', () => destroy('resetAndDestroy'));
  void Promise.all([pump(client, 'up'), pump(upstream, 'down')]).then(
    () => destroy('destroy'),
    () => destroy('resetAndDestroy'),
  );
  return {
    gone: gone.promise,
    destroy: () => destroy('destroy'),
    set(fault) {
      lifted.resolve();
      lifted = Promise.withResolvers<void>();
      const cut = (): void => {
        destroy('resetAndDestroy');
        strike();
      };
      meddle = fault?.meddle({ pass, cut, strike, lifted: lifted.promise }) ?? pass;
    },
  };
}
