import { hash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { DaybookError } from '../../domain/errors.ts';
import {
  FAILED_CREDENTIALS_PER_MINUTE_MAX,
  FAILED_CREDENTIALS_TRACKED_MAX,
  GOOD_CREDENTIAL_REMEMBERED_MINUTES,
  MINUTE_MS,
} from '../../domain/limits.ts';
import type { App } from '../app.ts';
import { clientAddress } from './client-address.ts';

/**
 * Refuses further guesses from a network that has sent too many bad credentials in this minute, before anything is
 * looked up. A credential that was good a moment ago is let through, whoever else guesses behind the same address.
 */
export function limitFailures(app: App, clock: () => number): void {
  let minute = 0;
  let failures = new Map<string, number>();
  const good = new Map<string, number>();

  function failuresOf(network: string, now: number): number {
    const present = Math.floor(now / MINUTE_MS);
    if (present !== minute) {
      minute = present;
      failures = new Map();
    }
    return failures.get(network) ?? 0;
  }

  app.addHook('onRequest', async (request, reply) => {
    const now = clock();
    // Without a credential nothing is looked up: there is nothing to guess.
    if (request.headers.authorization === undefined) return;
    if (failuresOf(networkOf(request), now) < FAILED_CREDENTIALS_PER_MINUTE_MAX) return;
    const until = good.get(fingerprintOf(request));
    if (until !== undefined && until > now) return;
    reply.header('Retry-After', Math.ceil(((minute + 1) * MINUTE_MS - now) / 1_000));
    throw new DaybookError(
      'RATE_LIMITED',
      'Too many requests without a valid credential came from this address; wait as long as Retry-After says.',
    );
  });

  app.addHook('onResponse', async (request, reply) => {
    const now = clock();
    if (request.headers.authorization === undefined) return;
    if (reply.statusCode === 401) {
      const network = networkOf(request);
      const count = failuresOf(network, now) + 1;
      if (failures.has(network) || failures.size < FAILED_CREDENTIALS_TRACKED_MAX)
        failures.set(network, count);
    } else if (request.caller || request.signedIn) {
      remember(good, fingerprintOf(request), now + GOOD_CREDENTIAL_REMEMBERED_MINUTES * MINUTE_MS);
    }
  });
}

/** The newest stand last; the oldest goes when there are too many. */
function remember(good: Map<string, number>, fingerprint: string, until: number): void {
  good.delete(fingerprint);
  good.set(fingerprint, until);
  if (good.size <= FAILED_CREDENTIALS_TRACKED_MAX) return;
  const [oldest] = good.keys();
  if (oldest !== undefined) good.delete(oldest);
}

/** Who guesses behind an IPv6 address has its whole /64. */
function networkOf(request: FastifyRequest): string {
  const address = clientAddress(request);
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const missing = address.includes('::') ? 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) : 0;
  const whole = [
    ...groups,
    ...Array.from({ length: missing }, () => '0'),
    ...(tail === '' ? [] : tail.split(':')),
  ];
  return whole.slice(0, 4).map((group) => parseInt(group, 16).toString(16)).join(':'); // prettier-ignore
}

/** Of the credential; never the credential itself. */
function fingerprintOf({ headers }: FastifyRequest): string {
  return hash('sha256', String(headers.authorization), 'base64url');
}
