import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { answerWith } from '../../support/faults/answer-with.ts';
import { type FaultProxy, openFaultProxy } from '../../support/faults/fault-proxy.ts';
import {
  blackHole,
  dropAnswerTo,
  flipBit,
  late,
  refuse,
  resetAfter,
  slow,
} from '../../support/faults/faults.ts';

describe('what tests rely on when they break a connection', () => {
  let echo: Server;
  let proxy: FaultProxy;
  before(async () => {
    echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await openFaultProxy(`tcp://127.0.0.1:${portOf(echo)}`);
  });
  after(async () => {
    await proxy.close();
    echo.close();
    await once(echo, 'close');
  });

  function open(): Socket {
    return connect({ host: '127.0.0.1', port: proxy.port });
  }
  /** The next bytes, or the code of the error that comes instead. */
  async function said(socket: Socket): Promise<string> {
    return once(socket, 'data').then(([bytes]) => String(bytes), (error: NodeJS.ErrnoException) => error.code ?? ''); // prettier-ignore
  }
  async function spoken(socket: Socket, text: string): Promise<string> {
    socket.write(text);
    return said(socket);
  }

  it('passes everything, the end included, and lets go of the connection', async () => {
    proxy.set(undefined);
    const socket = open();
    const ended = once(socket, 'end');
    assert.equal(await spoken(socket, 'hello'), 'hello');
    socket.end();
    await ended;
    await once(socket, 'close');
  });

  it('resets a connection that is open or new', async () => {
    proxy.set(undefined);
    const socket = open();
    assert.equal(await spoken(socket, 'before'), 'before');
    proxy.set(refuse);
    assert.equal(await spoken(socket, 'after'), 'ECONNRESET');
    assert.equal(await said(open()), 'ECONNRESET');
    assert.equal(proxy.strikes(), 2);
  });

  it('resets after so many bytes, so many times', async () => {
    proxy.set(resetAfter('up', 5, 1));
    const socket = open();
    assert.equal(await spoken(socket, '1234'), '1234');
    assert.equal(await spoken(socket, '5'), 'ECONNRESET');
    assert.equal(await spoken(open(), '12345'), '12345');
  });

  it('holds everything back until it is told otherwise', async () => {
    proxy.set(blackHole);
    const socket = open();
    const answer = spoken(socket, 'late');
    await proxy.struck();
    // Time enough for the answer, were it on its way.
    const beside = connect({ host: '127.0.0.1', port: portOf(echo) });
    for (let nth = 0; nth < 20; nth += 1) assert.equal(await spoken(beside, 'now'), 'now');
    beside.destroy();
    assert.equal(socket.bytesRead, 0);
    proxy.set(undefined);
    assert.equal(await answer, 'late');
    socket.destroy();
  });

  it('swallows the answer to what holds a mark, even one that comes in two pieces', async () => {
    proxy.set(dropAnswerTo('COMMIT'));
    const socket = open();
    assert.equal(await spoken(socket, 'begin; COM'), 'begin; COM');
    assert.equal(await spoken(socket, 'MIT'), 'ECONNRESET');
    const next = open();
    assert.equal(await spoken(next, 'COMMIT'), 'COMMIT');
    next.destroy();
  });

  it('changes one bit', async () => {
    proxy.set(flipBit('down', 2));
    const socket = open();
    assert.equal(await spoken(socket, 'aaaa'), 'aa`a');
    assert.equal(await spoken(socket, 'aaaa'), 'aaaa');
    socket.destroy();
  });

  it('is late and narrow by the time that was asked for', async () => {
    for (const fault of [late(60), slow(100)]) {
      proxy.set(fault);
      const socket = open();
      const start = performance.now();
      let got = '';
      socket.on('data', (bytes) => (got += String(bytes)));
      socket.write('0123456789');
      while (got.length < 10) await once(socket, 'data');
      assert.ok(performance.now() - start >= 95, 'there and back');
      socket.destroy();
    }
  });
});

describe('the HTTP answers that a fault gives', () => {
  it('come in place of the server, so many times, on connections that stay open', async () => {
    let bodies = '';
    let malformed = 0;
    const server = createHttpServer((request, response) => {
      request
        .on('data', (bytes: Buffer) => (bodies += bytes.toString()))
        .on('end', () => response.end('real'));
    }).listen(0, '127.0.0.1');
    server.on('clientError', (_error, socket) => {
      malformed += 1;
      socket.destroy();
    });
    await once(server, 'listening');
    const proxy = await openFaultProxy(`http://127.0.0.1:${portOf(server)}`);
    const put = (path: string, body: string) =>
      fetch(`http://127.0.0.1:${proxy.port}${path}`, { method: 'PUT', body });
    try {
      proxy.set(answerWith(503, 2, /^PUT \/busy/));
      for (const [path, status] of [
        ['/a', 200],
        ['/busy', 503],
        ['/b', 200],
        ['/busy', 503],
        ['/busy', 200],
      ] as const) {
        // prettier-ignore
        const answer = await put(path, path.repeat(30_000));
        assert.equal(answer.status, status, path);
        await answer.text();
      }
      assert.equal(proxy.strikes(), 2);
      assert.equal(malformed, 0);
      assert.equal(bodies, ['/a', '/b', '/busy'].map((path) => path.repeat(30_000)).join(''));
    } finally {
      await proxy.close();
      server.close();
    }
  });
});

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}
