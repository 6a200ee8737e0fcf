import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Where the request comes from, an IPv4 address as such; null once its connection is gone. */
export function ipOf(request: FastifyRequest): string | null {
  // Without a connection there is no address, whatever the type says.
  const ip = (request.ip as string | undefined)?.replace(/^::ffff:(?=[\d.]+$)/i, '') ?? '';
  return isIP(ip) === 0 || ip.length > 45 ? null : ip;
}
