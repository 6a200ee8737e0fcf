import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fastify } from 'fastify';
import { closeWithLastAnswer } from './close-with-last-answer.ts';

// clock: without the promise Node waits for longer than a minute, so the limits are far from both.
describe('a server that closes', { timeout: 30_000 }, () => {
  async function open() {
    const app = fastify({ forceCloseConnections: 'idle' });
    closeWithLastAnswer(app);
    const body = new PassThrough();
    app.get('/slow', (_request, reply) => reply.send(body));
    return { app, body, url: new URL(await app.listen({ host: '127.0.0.1', port: 0 })) };
  }

  it('does not wait for connections that were opened and never used', async () => {
    const { app, url } = await open();
    const unused = connect(Number(url.port), url.hostname);
    await Promise.all([once(unused, 'connect'), once(app.server, 'connection')]);
    const closed = once(unused.resume(), 'close');
    await app.close();
    await closed;
  });

  it('ends the answer that is under way, and does not wait for another request on its connection', async () => {
    const { app, body, url } = await open();
    const agent = new Agent({ keepAlive: true });
    body.write('begun');
    const [response] = (await once(get(new URL('/slow', url), { agent }), 'response')) as [IncomingMessage];
    assert.notEqual(response.headers.connection, 'close');
    const closing = Promise.withResolvers<void>();
    const closeServer = app.server.close.bind(app.server);
    app.server.close = (callback) => {
      setImmediate(closing.resolve);
      return closeServer(callback);
    };
    const closed = app.close();
    await closing.promise;
    body.end(' and ended');
    assert.equal(await text(response), 'begun and ended');
    await closed;
    agent.destroy();
  });
});
