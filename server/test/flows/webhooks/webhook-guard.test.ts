import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { guardedLookup, type Lookup } from '../../../src/notify/guarded-lookup.ts';
import { createWebhookSender, type WebhookMessage } from '../../../src/notify/webhook-sender.ts';

const NEVER = new AbortController().signal;

/** Ways to write addresses of this machine, of private networks, and of what clouds tell only to their own machines. */
const HOSTS = `
  127.0.0.1 127.0.0.1. 127.1 127.0.1 2130706433 0x7f000001 0x7F.0.0.1 0x7f.1 0x7f.0x0.0x0.0x1 017700000001 0177.0.0.1
  0177.1 127.0.0.01 127.000.000.001 127.0x1 127.65535 127.255.255.254 0 0.0.0.0 0x0 00 0.0 0000.0000 127.0.0.0x1
  127%2e0%2e0%2e1 %31%32%37.0.0.1 １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 127．0．0．1
  localhost localhost. LOCALHOST LocalHost. localhost.localdomain ⓛⓞⓒⓐⓛⓗⓞⓢⓣ %6cocalhost
  [::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::] [0:0::0] [::127.0.0.1] [::7f00:1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::FFFF:7F00:0001] [::ffff:0:127.0.0.1]
  [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:1::1] [2001:0:7f00:1::1]
  [2001::7f00:1] [fe80::1] [fe80::1%25lo] [fec0::1] [fc00::1] [fd00::1] [fd00:ec2::254] [ff02::1] [100::1] [2001:db8::1]
  [3fff::1] [5f00::1]
  10.0.0.1 10.1 0xa.1 012.0.0.1 167772161 100.64.0.1 100.100.100.200 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1
  0xc0a80001 3232235521 169.254.169.254 0xa9fea9fe 2852039166 0251.0376.0251.0376 [::ffff:169.254.169.254]
  169.254.169.254. 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255 0xffffffff 4294967295
`
  .trim()
  .split(/\s+/);

/** Names, and what they resolve to when a socket asks. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'here.example': ['127.0.0.1'],
  'here6.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'both.example': ['8.8.8.8', '127.0.0.1'],
  'last.example': ['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '10.0.0.1'],
  'cloud.example': ['169.254.169.254'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'nothing.example': [],
};

function resolveWith(names: Readonly<Record<string, readonly string[]>>, asked: string[] = []): Lookup {
  const resolve = (name: string, _options: object, answer: (error: null, all: LookupAddress[]) => void) => {
    asked.push(name);
    answer(null, (names[name] ?? ['127.0.0.1']).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))); // prettier-ignore
  };
  return guardedLookup(resolve as Parameters<typeof guardedLookup>[0]);
}

describe('a webhook to an address that is not public', () => {
  const arrived: string[] = [];
  const canaries: TcpServer[] = [];
  let port: number;
  before(async () => {
    const listenOn = async (host: string, on: number) => {
      const canary = createTcpServer((socket) => {
        arrived.push(host);
        socket.destroy();
      });
      canary.listen({ host, port: on, ipv6Only: host.includes(':') });
      await once(canary, 'listening');
      canaries.push(canary);
      return (canary.address() as AddressInfo).port;
    };
    port = await listenOn('127.0.0.1', 0);
    await listenOn('::1', port).catch(() => {});
  });
  after(() => canaries.forEach((canary) => canary.close()));

  const message = (url: string): WebhookMessage => ({ url, headers: {}, body: '{}' });
  // What a test may not resolve over the network resolves to the canary.
  const sender = createWebhookSender({ allowPrivate: false, timeoutMs: 2_000, lookup: resolveWith(NAMES) });

  it('is told from one by at least 80 spellings', () => assert.ok(HOSTS.length >= 80, `${HOSTS.length}`));

  for (const host of [...HOSTS, ...Object.keys(NAMES)]) {
    it(`https://${host} is not connected to`, async () => {
      for (const url of [`https://${host}:${port}/`, `https://user:secret@${host}:${port}/a?b#c`]) {
        // What is no URL is refused when the endpoint is saved.
        if (!URL.canParse(url)) continue;
        assert.deepEqual(await sender.send(message(url), NEVER), { failure: 'ADDRESS_REFUSED' });
      }
      assert.deepEqual(arrived, []);
    });
  }

  it('is refused over plain HTTP, wherever it goes', async () => {
    assert.deepEqual(await sender.send(message(`http://here.example:${port}/`), NEVER), { failure: 'ADDRESS_REFUSED' }); // prettier-ignore
    assert.deepEqual(arrived, []);
  });

  it('cannot come by a name that changes its mind: it is resolved once, and what was checked is what is used', async () => {
    const asked: string[] = [];
    const lookup = resolveWith({ 'rebound.example': ['8.8.8.8', '2606:4700:4700::1111'] }, asked);
    const given = await new Promise((done) => lookup('rebound.example', { all: true }, (error, all) => done(error ?? all))); // prettier-ignore
    assert.deepEqual(given, [
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ]);
    const one = await new Promise((done) => lookup('rebound.example', {}, (error, address) => done(error ?? address))); // prettier-ignore
    assert.equal(one, '8.8.8.8');
    assert.equal(asked.length, 2);
  });

  it('arrives where the operator allows private addresses: the canary is awake', async () => {
    const allowed = createWebhookSender({ allowPrivate: true });
    assert.deepEqual(await allowed.send(message(`http://127.0.0.1:${port}/`), NEVER), {
      failure: 'UNREACHABLE',
    });
    assert.deepEqual(arrived.splice(0), ['127.0.0.1']);
  });
});

describe('what an endpoint answers', () => {
  let server: Server;
  let url: string;
  const seen: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      seen.push(path);
      if (path === '/hang') return;
      if (path === '/reset') return void request.socket.resetAndDestroy();
      if (path === '/redirect') return void response.writeHead(302, { Location: '/elsewhere' }).end();
      if (path === '/megabyte') return void response.writeHead(200).end(Buffer.alloc(1_000_000));
      if (path === '/endless') {
        const more = (): void => void (response.write(Buffer.alloc(100_000)) ? setImmediate(more) : response.once('drain', more)); // prettier-ignore
        response.writeHead(200);
        return more();
      }
      if (path === '/drip') return void response.writeHead(200).write('a');
      if (path === '/half') {
        response.writeHead(200, { 'Content-Length': 10 }).write('half');
        return void setTimeout(() => request.socket.destroy(), 50); // clock: the answer has to be under way
      }
      response.writeHead(Number(path.slice(1))).end('some words');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const sender = createWebhookSender({ allowPrivate: true, timeoutMs: 300 });
  const ask = (path: string) => sender.send({ url: url + path, headers: { 'webhook-id': 'evt_1' }, body: '{}' }, NEVER); // prettier-ignore

  for (const [path, answer] of [
    ['/200', { status: 200 }],
    ['/204', { status: 204 }],
    ['/410', { status: 410 }],
    ['/500', { status: 500 }],
    ['/megabyte', { status: 200 }],
    ['/endless', { status: 200 }],
    ['/redirect', { status: 302 }],
    ['/hang', { failure: 'TIMEOUT' }],
    ['/drip', { failure: 'TIMEOUT' }],
    ['/reset', { failure: 'UNREACHABLE' }],
    ['/half', { failure: 'UNREACHABLE' }],
  ] as const) {
    it(`${path} is ${JSON.stringify(answer)}`, async () => {
      assert.deepEqual(await ask(path), answer);
      assert.ok(!seen.includes('/elsewhere'), 'no redirect is followed');
    });
  }

  it('nobody at all is UNREACHABLE, and a server without TLS at https is TLS', async () => {
    assert.deepEqual(await sender.send({ url: 'http://127.0.0.1:1/', headers: {}, body: '' }, NEVER), { failure: 'UNREACHABLE' }); // prettier-ignore
    assert.deepEqual(await sender.send({ url: url.replace('http', 'https'), headers: {}, body: '' }, NEVER), { failure: 'TLS' }); // prettier-ignore
  });

  const ODD: readonly (readonly [head: string, answer: object])[] = [
    ['HTTP/1.1 000 a', { failure: 'UNREACHABLE' }],
    ['HTTP/1.1 099 a', { failure: 'UNREACHABLE' }],
    ['HTTP/1.1 1000 a', { failure: 'UNREACHABLE' }],
    ['HTTP/1.1 101 a\r\nConnection: upgrade\r\nUpgrade: websocket', { status: 101 }],
    [`HTTP/1.1 204 ${'a'.repeat(70_000)}`, { failure: 'UNREACHABLE' }],
    ['HTTP/1.1 100 a\r\n\r\nHTTP/1.1 204 a', { status: 204 }],
    ['SSH-2.0-a', { failure: 'UNREACHABLE' }],
  ];
  for (const [head, answer] of ODD) {
    it(`${JSON.stringify(head.slice(0, 30))} is ${JSON.stringify(answer)}`, async () => {
      const odd = createTcpServer((socket) => {
        socket.on('error', () => {});
        let heard = '';
        socket.on('data', (chunk) => {
          heard += chunk.toString();
          if (heard.endsWith('{}')) socket.end(`${head}\r\nContent-Length: 0\r\n\r\n`);
        });
      });
      odd.listen(0, '127.0.0.1');
      await once(odd, 'listening');
      const { port } = odd.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}/`;
      assert.deepEqual(await sender.send({ url: address, headers: {}, body: '{}' }, NEVER), answer);
      // The server ends when its last connection does: what the sender keeps open would keep the test.
      await new Promise((done) => odd.close(done));
    });
  }
});
