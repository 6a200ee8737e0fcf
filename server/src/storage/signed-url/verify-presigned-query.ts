import { timingSafeEqual } from 'node:crypto';
import { parseAmzDate } from './amz-date.ts';
import { PRESIGN_EXPIRES_MAX_SECONDS, presignedQuery } from './presigned-query.ts';
import type { Credentials } from './presigned-query.ts';

/** How far a signer's clock may run ahead of ours; S3 allows the same. */
const CLOCK_SKEW_MAX_MS = 15 * 60_000;

const SIGNATURE = 'X-Amz-Signature';
const DISPOSITION = 'response-content-disposition';

export type SignedRequest = {
  readonly method: 'GET' | 'HEAD';
  readonly host: string;
  readonly path: string;
  /** Without the question mark, as it was received. */
  readonly query: string;
};

export type Verdict = { verdict: 'valid'; contentDisposition: string } | { verdict: 'altered' | 'expired' };

/**
 * Whether `query` is one that we signed for this method, host and path, and still in force at `now`. It signs anew what
 * the query says and wants each parameter once, each equal and none besides: aws4 overwrites some parameters and looks
 * at only the first of two equal names, so the signature alone would not notice those.
 */
export function verifyPresignedQuery(request: SignedRequest, credentials: Credentials, now: number): Verdict {
  // With its own question mark, or URLSearchParams would silently drop one that somebody put in front.
  const received = new URLSearchParams(`?${request.query}`);
  const amzDate = received.get('X-Amz-Date') ?? '';
  const expires = received.get('X-Amz-Expires') ?? '';
  const contentDisposition = received.get(DISPOSITION) ?? '';
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined || !isExpires(expires)) return { verdict: 'altered' };

  const { method, host, path } = request;
  const parameters = { [DISPOSITION]: contentDisposition };
  const expected = new URLSearchParams(
    presignedQuery({ method, host, path, amzDate, expires, parameters }, credentials),
  );
  const pieces = request.query.split('&').length;
  if (pieces !== expected.size || !containsAll(received, expected)) return { verdict: 'altered' };
  if (now < signedAt - CLOCK_SKEW_MAX_MS) return { verdict: 'altered' };
  if (now >= signedAt + Number(expires) * 1000) return { verdict: 'expired' };
  return { verdict: 'valid', contentDisposition };
}

function isExpires(text: string): boolean {
  return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= PRESIGN_EXPIRES_MAX_SECONDS;
}

function containsAll(received: URLSearchParams, expected: URLSearchParams): boolean {
  for (const [name, value] of expected) {
    const given = received.get(name);
    if (given === null) return false;
    if (name === SIGNATURE ? !equalInConstantTime(given, value) : given !== value) return false;
  }
  return true;
}

function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
