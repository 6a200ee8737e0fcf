import { once } from 'node:events';
import { connect } from 'node:net';

/** A request exactly as it goes over the wire. Header values and the target are written as Latin-1 bytes. */
export type RawRequest = {
  method: string;
  /** Path with its query. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  /** Leaves no more to come after the body, whatever Content-Length says. */
  breaksOff?: boolean;
};

export type RawAnswer = { status: number; headers: Record<string, string>; text: string };

const ANSWER_MAX_MS = 15_000;

/** Sends one request on a connection of its own. Rejects when no whole answer comes back. */
export async function sendRaw(baseUrl: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  const chunks: Buffer[] = [];
  // What the server has said is kept even if it resets the connection, as after a body that it refuses to read.
  let reset: unknown;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error) => (reset = error));
  // clock: how long a real connection may stay silent
  socket.setTimeout(ANSWER_MAX_MS, () => socket.destroy(new Error(`no answer within ${ANSWER_MAX_MS} ms`)));
  const closed = once(socket, 'close');
  const lines = request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `${request.method} ${request.target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n${lines}\r\n`;
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), request.body]));
  if (request.breaksOff) socket.end();
  await closed;
  const answer = Buffer.concat(chunks);
  if (answer.length === 0) throw new Error('the connection was closed without an answer', { cause: reset });
  return parseAnswer(answer);
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (status === 100) return parseAnswer(bytes.subarray(end + 4));
  const body = bytes.subarray(end + 4);
  if (end < 0 || String(body.length) !== headers['content-length'])
    throw new Error(`half an answer: ${bytes.toString().slice(0, 500)}`);
  return { status, headers, text: body.toString() };
}
