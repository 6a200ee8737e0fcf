import type { Fault, Wire } from './fault-proxy.ts';

/**
 * The next `times` HTTP/1.1 requests whose first line matches are answered with `status` and never reach the server; the
 * connection stays open. A request is taken to begin with a chunk, as no client here sends one before it has its answer.
 */
export function answerWith(status: number, times: number, matching = /^/): Fault {
  let left = times;
  return {
    meddle(wire) {
      /** Bytes of the body of a request that was kept; undefined while requests pass. */
      let swallowing: number | undefined;
      let head = '';
      const swallow = async (bytes: number): Promise<void> => {
        swallowing = (swallowing ?? 0) - bytes;
        if (swallowing > 0) return;
        swallowing = undefined;
        await answer(wire, status);
      };
      return async (way, chunk) => {
        if (way === 'down') return wire.pass(way, chunk);
        if (swallowing !== undefined) return swallow(chunk.length);
        if (head === '' && (left === 0 || !beginsRequest(chunk, matching))) return wire.pass(way, chunk);
        if (head === '') left -= 1;
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return undefined;
        const length = Number(/^content-length: *(\d+)/im.exec(head.slice(0, end))?.[1] ?? 0);
        const body = head.length - end - 4;
        head = '';
        swallowing = length;
        return swallow(body);
      };
    },
  };
}

const REQUEST_LINE = /^[A-Z]+ \S+ HTTP\/1\.1(?=\r\n)/;

function beginsRequest(chunk: Buffer, matching: RegExp): boolean {
  const line = REQUEST_LINE.exec(chunk.subarray(0, 4_096).toString('latin1'))?.[0];
  return line !== undefined && matching.test(line);
}

async function answer(wire: Wire, status: number): Promise<void> {
  wire.strike();
  const head = `HTTP/1.1 ${status} Out of order\r\nContent-Length: 0\r\n\r\n`;
  await wire.pass('down', Buffer.from(head));
}
