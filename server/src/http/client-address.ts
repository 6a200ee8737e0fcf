import type { FastifyRequest } from 'fastify';

/** The address that the request came from, as IPv4 where it is one: a socket of both kinds writes `::ffff:192.0.2.1`. */
export function clientAddress(request: FastifyRequest): string {
  const address = request.ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return address === '' ? '0.0.0.0' : address;
}
