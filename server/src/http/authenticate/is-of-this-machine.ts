import type { FastifyRequest } from 'fastify';

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether somebody on this very machine asks, by its own name: no proxy in between, and no page of a stranger's site
 * whose name has come to mean this machine.
 */
export function isOfThisMachine({ headers, socket }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const host = URL.parse(`http://${headers.host ?? ''}`)?.hostname ?? '';
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_NAMES.has(host);
}
