import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Trace ids of what it is linked to. */
  readonly links: readonly string[];
  readonly isError: boolean;
};

/** A collector that takes OTLP over HTTP, as protobuf, and keeps every span. */
export type TraceSink = {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** What the senders say they are. */
  readonly resources: readonly Readonly<Record<string, string | number>>[];
  /** Everything as it came, for what must not be in it. */
  bytes(): Buffer;
  close(): Promise<void>;
};

export async function startTraceSink(): Promise<TraceSink> {
  const bodies: Buffer[] = [];
  const spans: ReceivedSpan[] = [];
  const resources: Record<string, string | number>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      for (const ofResource of all(body, 1)) {
        resources.push(attributesOf(all(first(ofResource, 1), 1)));
        for (const ofScope of all(ofResource, 2)) spans.push(...all(ofScope, 2).map(spanOf));
      }
      response.writeHead(200, { 'Content-Type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ spans, resources },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => Buffer.concat(bodies),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Field numbers are those of opentelemetry/proto/trace/v1/trace.proto. */
function spanOf(span: Buffer): ReceivedSpan {
  return {
    traceId: first(span, 1).toString('hex'),
    spanId: first(span, 2).toString('hex'),
    parentSpanId: first(span, 4).toString('hex'),
    name: first(span, 5).toString(),
    kind: Number(numbers(span, 6)[0]),
    attributes: attributesOf(all(span, 9)),
    links: all(span, 13).map((link) => first(link, 1).toString('hex')),
    isError: numbers(first(span, 15), 3)[0] === 2n,
  };
}

function attributesOf(pairs: readonly Buffer[]): Record<string, string | number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const value = first(pair, 2);
      const [text] = all(value, 1);
      return [first(pair, 1).toString(), text?.toString() ?? Number(numbers(value, 3)[0])];
    }),
  );
}

const all = (message: Buffer, field: number): Buffer[] =>
  fieldsOf(message).flatMap(([number, value]) => (number === field && Buffer.isBuffer(value) ? [value] : []));
const first = (message: Buffer, field: number): Buffer => all(message, field)[0] ?? Buffer.alloc(0);
const numbers = (message: Buffer, field: number): bigint[] =>
  fieldsOf(message).flatMap(([number, value]) =>
    number === field && typeof value === 'bigint' ? [value] : [],
  );

/** The wire format of protobuf: a number with the field and its kind, and then a number, eight bytes, four, or so many. */
function fieldsOf(message: Buffer): [number, Buffer | bigint][] {
  const fields: [number, Buffer | bigint][] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => message.subarray(at, (at += length));
  while (at < message.length) {
    const tag = Number(varint());
    const kind = tag & 7;
    fields.push([tag >> 3, kind === 0 ? varint() : take(kind === 1 ? 8 : kind === 5 ? 4 : Number(varint()))]);
  }
  return fields;
}
