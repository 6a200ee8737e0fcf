import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mock } from 'node:test';
import { Webhook } from 'standardwebhooks';

/** One message as it arrived. */
export type ReceivedWebhook = { path: string; method: string; headers: IncomingHttpHeaders; body: string };

/** What the endpoint does with a message, once it was read. */
export type Answering = (response: ServerResponse, message: ReceivedWebhook) => void;

/** A real HTTP server on loopback that keeps what it is told. */
export type WebhookSink = {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** From the next message on. */
  answerWith(answering: Answering): void;
  /** Resolves once so many messages are here. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
};

/** Answers 204 until it is told otherwise. */
export async function startWebhookSink(): Promise<WebhookSink> {
  const received: ReceivedWebhook[] = [];
  const looks = new Set<() => void>();
  let answer: Answering = (response) => void response.writeHead(204).end();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url: path = '', method = '', headers } = request;
      const message = { path, method, headers, body };
      received.push(message);
      answer(response, message);
      for (const look of looks) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith: (answering) => void (answer = answering),
    until(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => received.length >= count && resolve();
      looks.add(look);
      look();
      return promise.finally(() => looks.delete(look));
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The message as the public library has it for whoever knows the secret, at this instant; throws where it does not fit. */
export function verifyWebhook(secret: string, { body, headers }: ReceivedWebhook, at: number): unknown {
  // The library compares with the time of the machine, and takes no other.
  const time = mock.method(Date, 'now', () => at);
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    time.mock.restore();
  }
}
