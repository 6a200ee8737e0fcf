import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { App } from './app.ts';

/**
 * Lets a closing server end with its last answer. Left alone, Node waits a minute or more for two kinds of connections:
 * those that browsers and clients open in advance and never use, and those kept alive after an answer that was under
 * way when the closing began.
 */
export function closeWithLastAnswer(app: App): void {
  const idle = new Set<Socket>();
  let closing = false;
  const rest = (socket: Socket) => (closing ? socket.destroySoon() : idle.add(socket));
  app.server.on('connection', (socket: Socket) => {
    rest(socket);
    socket.once('close', () => idle.delete(socket));
  });
  app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) rest(socket);
    });
  });
  app.addHook('preClose', async () => {
    closing = true;
    for (const socket of idle) socket.destroySoon();
  });
}
