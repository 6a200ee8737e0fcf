import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Clock } from '@daybook/client';

/** One request as it came. */
export type Heard = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

/** A server that answers what the test says: the n-th request gets the n-th answer, and the last one again. */
export type ScriptedServer = { readonly baseUrl: string; readonly heard: Heard[]; close(): Promise<void> };

export async function openScriptedServer(
  answers: readonly ((answer: ServerResponse, heard: Heard) => void)[],
): Promise<ScriptedServer> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      heard.push(one);
      answers[Math.min(heard.length, answers.length) - 1]?.(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with this status and JSON. */
export function json(status: number, body: object, headers: Record<string, string> = {}) {
  return (answer: ServerResponse): void =>
    void answer
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(body));
}

export const data = (value: unknown) => json(200, { ok: true, data: value });
export const failure = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(status, { ok: false, error: `It is ${code}.`, code, requestId: 'req_1' }, headers);

/**
 * A clock on which nothing takes time but what is slept: pauses pass at once and are noted, time-outs (of whole seconds)
 * never come unless `late` says so.
 */
export function quickClock(late: (ms: number) => boolean = () => false): Clock & { slept: number[] } {
  const slept: number[] = [];
  let now = Date.parse('2026-05-01T00:00:00Z');
  return {
    slept,
    now: () => now,
    sleep(ms, signal) {
      if (ms >= 25_000 && !late(ms)) return new Promise(() => undefined);
      signal?.throwIfAborted();
      if (ms < 25_000) slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
