import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** An HTTP way to a server that counts what passes, and refuses every so manyth request with 429. */
export type WatchingProxy = {
  readonly baseUrl: string;
  /** From now on; the server may be started after the way to it. */
  lead(to: string): void;
  /** Every n-th request is refused; 0: none. */
  refuseEvery(n: number): void;
  readonly refused: () => number;
  /** Downloads after the first n get no bytes, until it is called again; resolves when the first one is held. */
  holdDownloadsAfter(n: number): Promise<void>;
  /** How often each object of the storage was asked for from its first byte. */
  readonly downloads: ReadonlyMap<string, number>;
  /** The ids of reports that were queued through it. */
  readonly queued: ReadonlySet<string>;
  /** The most reports that were queued and not yet seen to have ended, at any moment. */
  readonly mostInFlight: () => number;
  /** The codes of failures that the server itself answered with. */
  readonly failures: readonly string[];
  close(): Promise<void>;
};

/** What was queued, and what of it is still on its way, from the answers that pass. */
function watchReports() {
  let most = 0;
  const queued = new Set<string>();
  const active = new Set<string>();
  const failures: string[] = [];
  return {
    mostInFlight: () => most,
    ...{ queued, failures },
    note(method: string | undefined, text: string): void {
      const answer = JSON.parse(text) as {
        ok: boolean;
        code?: string;
        data?: { id?: string; status?: string };
      };
      if (!answer.ok) return void failures.push(answer.code ?? '');
      const { id = '', status = '' } = answer.data ?? {};
      if (!id.startsWith('rpt_')) return undefined;
      if (method === 'POST') {
        queued.add(id);
        active.add(id);
      }
      if (status === 'SUCCEEDED' || status === 'FAILED') active.delete(id);
      most = Math.max(most, active.size);
      return undefined;
    },
  };
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  const body = { ok: false, error: 'Too many requests.', code: 'RATE_LIMITED', requestId: 'proxy' };
  outgoing.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': '1' });
  outgoing.end(JSON.stringify(body));
}

export async function openWatchingProxy(): Promise<WatchingProxy> {
  let target = '';
  let every = 0;
  let count = 0;
  let refusals = 0;
  let begun = 0;
  let hold = { after: Infinity, begin: (): void => undefined };
  const downloads = new Map<string, number>();
  const reports = watchReports();

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method, url = '', headers } = incoming;
    const onward = request(new URL(url, target), { method, headers }, (answer) => {
      const isJson =
        answer.headers['content-type']?.startsWith('application/json') && !url.includes('X-Amz-');
      const [path = ''] = url.split('?', 1);
      if (url.includes('X-Amz-') && answer.statusCode === 200) downloads.set(path, (downloads.get(path) ?? 0) + 1); // prettier-ignore
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      outgoing.flushHeaders();
      if (url.includes('X-Amz-') && ++begun > hold.after) return hold.begin();
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => {
        if (isJson) chunks.push(chunk);
        else outgoing.write(chunk);
      });
      answer.on('end', () => {
        const whole = Buffer.concat(chunks);
        if (isJson) reports.note(method, whole.toString());
        outgoing.end(whole);
      });
      answer.on('error', () => outgoing.destroy());
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  };
  const server = createServer((incoming, outgoing) => {
    count += 1;
    if (every === 0 || count % every !== 0) return pass(incoming, outgoing);
    refusals += 1;
    return refuse(incoming, outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    lead: (to) => void (target = to),
    refuseEvery(n) {
      every = n;
      refusals = 0;
    },
    refused: () => refusals,
    holdDownloadsAfter(n) {
      const { promise, resolve } = Promise.withResolvers<void>();
      begun = 0;
      hold = { after: n, begin: resolve };
      return promise;
    },
    downloads,
    mostInFlight: reports.mostInFlight,
    queued: reports.queued,
    failures: reports.failures,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
