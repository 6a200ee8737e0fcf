import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { bearerCredential } from '../../domain/bearer-credential.ts';
import { DaybookError } from '../../domain/errors.ts';

/**
 * Before a Platform API request is read any further: 401, in the same words for every reason, unless it carries the
 * operator key. Without a key nobody is let in.
 */
export function authenticateOperator(
  operatorKey: string | undefined,
): (request: FastifyRequest) => Promise<void> {
  const expected = operatorKey === undefined ? undefined : digest(operatorKey);
  return async (request) => {
    const given = bearerCredential(request.headers.authorization);
    // Digests are of one length, so the time it takes tells nothing of the key.
    if (!expected || given === undefined || !timingSafeEqual(digest(given), expected)) {
      throw new DaybookError('UNAUTHENTICATED');
    }
    request.caller = { kind: 'operator' };
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
