import { connect, type Socket } from 'node:net';

/** What polling came to: answers per second, and how long each took in milliseconds. */
export type Polling = { readonly perSecond: number; readonly latencies: readonly number[] };

/**
 * Sends the requests in turn over kept-alive connections, the next one when the last is answered, for `seconds`. Throws for
 * an answer that is not 200. Bare sockets, so that the client takes less of the machine than what it measures.
 *
 * @param options.requests whole requests, head and all
 */
export async function pollServer(options: {
  readonly baseUrl: string;
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}): Promise<Polling> {
  const { baseUrl, requests, connections, seconds } = options;
  const { hostname, port } = new URL(baseUrl);
  const until = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  let next = 0;
  const poll = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    try {
      for (let start = performance.now(); start < until; start = performance.now()) {
        const answer = await exchange(socket, requests[next++ % requests.length] as string);
        if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(`A poll was answered with ${answer}`);
        latencies.push(performance.now() - start);
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, poll));
  return { perSecond: latencies.length / seconds, latencies };
}

/** Sends one request and resolves to its whole answer, which has to name its length. */
function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const hear = (chunk: Buffer): void => {
      answer += chunk.toString('latin1');
      const bodyAt = answer.indexOf('\r\n\r\n') + 4;
      if (bodyAt < 4) return;
      const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(answer)?.[1]);
      if (answer.length < bodyAt + length) return;
      settle(() => resolve(answer));
    };
    const fail = (error?: Error): void => settle(() => reject(error ?? new Error('The server hung up.')));
    const settle = (how: () => void): void => {
      socket.off('data', hear).off('error', fail).off('end', fail);
      how();
    };
    socket.on('data', hear).on('error', fail).on('end', fail);
    socket.write(request);
  });
}
