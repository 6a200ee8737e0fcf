import type { IncomingMessage } from 'node:http';
import { randomBytes } from 'node:crypto';

const WELL_FORMED = /^[A-Za-z0-9_-]{1,64}$/;

/** The caller's `X-Request-Id` where it is well formed, else a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given)
    ? given
    : `req_${randomBytes(12).toString('hex')}`;
}
