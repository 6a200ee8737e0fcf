import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The address that the request came from, as IPv4 where it is one: a socket of both kinds writes `::ffff:192.0.2.1`.
 * Where a trusted proxy hands on something that is no address, it is the proxy's own.
 */
export function clientAddress({ ip, socket }: FastifyRequest): string {
  const address = [ip, socket.remoteAddress ?? ''].map(withoutWrapping).find((one) => isIP(one) !== 0);
  return address ?? '0.0.0.0';
}

function withoutWrapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
