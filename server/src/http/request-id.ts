import type { IncomingMessage } from 'node:http';
import { newId } from '../domain/id.ts';

const WELL_FORMED = /^[A-Za-z0-9_-]{1,64}$/;

/** The caller's `X-Request-Id` where it is well formed, else a new one. */
export function requestId(request: IncomingMessage, now: number): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : newId('req', now);
}
