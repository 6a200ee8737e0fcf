import type { FastifyReply, FastifyRequest } from 'fastify';
import { DAY_MS, SESSION_TTL_DAYS } from '../../domain/limits.ts';

/** What the cookie with the refresh token is called. */
export const REFRESH_COOKIE = 'daybook_refresh';

// Secure always: browsers take 127.0.0.1 and localhost for secure, and over plain HTTP to elsewhere nobody stays signed in.
const ATTRIBUTES = 'HttpOnly; Secure; SameSite=Strict; Path=/v2/auth';

export function setRefreshCookie(reply: FastifyReply, token: string): void {
  const seconds = (SESSION_TTL_DAYS * DAY_MS) / 1_000;
  reply.header('Set-Cookie', `${REFRESH_COOKIE}=${token}; ${ATTRIBUTES}; Max-Age=${seconds}`);
}

export function clearRefreshCookie(reply: FastifyReply): void {
  reply.header('Set-Cookie', `${REFRESH_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`);
}

export function refreshCookieOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === REFRESH_COOKIE)?.[1];
}
