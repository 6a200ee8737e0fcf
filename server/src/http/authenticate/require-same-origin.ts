import type { FastifyRequest } from 'fastify';
import { DaybookError } from '../../domain/errors.ts';

/**
 * Refuses what a browser says comes from another site's page: nobody else's page may sign in, refresh or sign out. A
 * program sends neither header. `Sec-Fetch-Site` is the browser's own word and decides where it is present; else
 * `Origin` must be the address under which this Daybook is known, or was reached.
 */
export function requireSameOrigin(issuer: () => string): (request: FastifyRequest) => Promise<void> {
  return async ({ headers }) => {
    const site = headers['sec-fetch-site'];
    const { origin } = headers;
    const isSame =
      site === undefined
        ? origin === undefined || isOwnOrigin(origin, issuer(), headers.host)
        : site === 'same-origin';
    if (!isSame) throw new DaybookError('FORBIDDEN', 'Only pages of this Daybook itself may do that.');
  };
}

function isOwnOrigin(origin: string, issuer: string, host: string | undefined): boolean {
  if (origin === URL.parse(issuer)?.origin) return true;
  return (
    host !== undefined &&
    /^https?:$/.test(URL.parse(origin)?.protocol ?? '') &&
    URL.parse(origin)?.host === host.toLowerCase()
  );
}
