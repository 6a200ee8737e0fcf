import { S3Client } from '@aws-sdk/client-s3';
import {
  S3_CHECK_MAX_MS,
  S3_CLEANUP_MAX_MS,
  S3_CONNECT_MAX_MS,
  S3_SILENCE_MAX_MS,
  S3_TRIES_MAX,
} from '../../domain/limits.ts';

/** Which bucket, and how to reach it. Credentials come from the AWS chain: environment, shared files, the machine's role. */
export type S3Settings = {
  bucket: string;
  /** Unset: Amazon's own of the region. */
  endpoint: string | undefined;
  /** Unset: what the AWS chain says (`AWS_REGION`, profile), or us-east-1 where there is an endpoint. */
  region: string | undefined;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  forcePathStyle: boolean;
};

/** In milliseconds; the defaults are in `domain/limits.ts`. */
export type S3Timeouts = { connectMs: number; silenceMs: number; cleanupMs: number; checkMs: number };

export const S3_TIMEOUTS: S3Timeouts = {
  connectMs: S3_CONNECT_MAX_MS,
  silenceMs: S3_SILENCE_MAX_MS,
  cleanupMs: S3_CLEANUP_MAX_MS,
  checkMs: S3_CHECK_MAX_MS,
};

/**
 * A client on which no request can hang: connecting and silence are limited, and so is the number of tries. Bodies carry
 * Content-MD5, which every S3-compatible store verifies; not all of them know the newer checksum headers.
 */
export function createS3Client(settings: S3Settings, { connectMs, silenceMs }: S3Timeouts): S3Client {
  const { endpoint, forcePathStyle } = settings;
  const region = settings.region ?? (endpoint === undefined ? undefined : 'us-east-1');
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle,
    maxAttempts: S3_TRIES_MAX,
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Else the SDK opens a new connection for every part.
    expectContinueHeader: false,
  });
}
