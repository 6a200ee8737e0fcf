import type { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';

/**
 * Sends Content-MD5 with a DeleteObjects in place of the SDK's own checksum: the older of S3's two, which is the one that
 * every compatible store takes.
 */
export function addContentMd5(stack: DeleteObjectsCommand['middlewareStack']): void {
  stack.add(
    (next) => async (step) => {
      const request = step.request as { headers: Record<string, string>; body: string | Uint8Array };
      const names = Object.keys(request.headers);
      for (const name of names.filter((each) => /^x-amz-(sdk-)?checksum-/i.test(each))) {
        delete request.headers[name];
      }
      request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      return next(step);
    },
    // Behind the SDK's own checksum, before the signature.
    { step: 'build', priority: 'low', name: 'addContentMd5' },
  );
}
