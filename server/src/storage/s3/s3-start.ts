import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { StartupError } from '../../domain/startup-error.ts';
import { OBJECT_PREFIX } from '../object-key.ts';
import type { S3Settings } from './s3-client.ts';
import { s3CodeOf, s3StatusOf } from './s3-failure.ts';
import type { S3Requests } from './s3-requests.ts';

/** Asks the bucket for a list, because S3 says what is wrong only in an answer with a body. */
export async function assertBucketUsable(
  { send, bucket }: S3Requests,
  settings: S3Settings,
  withinMs: number,
): Promise<void> {
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: OBJECT_PREFIX, MaxKeys: 1 });
  await send(command, AbortSignal.timeout(withinMs)).catch((error: unknown) => {
    throw new StartupError(sentenceFor(error, settings));
  });
}

const REFUSED =
  /^(AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|Forbidden)$/;
const NO_CREDENTIALS = /Credentials|^TokenProviderError$/;
const OTHER_REGION =
  /^(RegionMissing|PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint.*)$/;

function sentenceFor(error: unknown, { bucket, endpoint, region }: S3Settings): string {
  const code = s3CodeOf(error) ?? (error instanceof Error ? error.name : 'unknown');
  const status = s3StatusOf(error);
  if (NO_CREDENTIALS.test(code)) {
    return 'There are no credentials for S3_BUCKET: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or give this machine a role.';
  }
  if (code === 'NoSuchBucket' || status === 404) {
    return `There is no bucket "${bucket}" (${code}): create it, or change S3_BUCKET, S3_ENDPOINT or S3_FORCE_PATH_STYLE.`;
  }
  if (OTHER_REGION.test(code) || status === 301) {
    return `The bucket "${bucket}" is not in the region ${region ?? 'of the AWS settings'} (${code}): set S3_REGION to its own.`;
  }
  if (REFUSED.test(code) || status === 401 || status === 403) {
    return `S3 refuses access to the bucket "${bucket}" (${code}): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or the role in their place), what they may do with this bucket, and S3_BUCKET.`;
  }
  const place = endpoint === undefined ? 'Amazon S3' : `S3_ENDPOINT ${new URL(endpoint).host}`;
  return `The bucket "${bucket}" cannot be used at ${place} (${code}): check S3_ENDPOINT, S3_REGION and the network.`;
}
