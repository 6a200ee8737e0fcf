import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { S3_DELETE_MAX_KEYS } from '../../domain/limits.ts';
import { addContentMd5 } from './add-content-md5.ts';
import { contentDisposition } from '../content-disposition.ts';
import { OBJECT_PREFIX, wellFormedKey } from '../object-key.ts';
import { assertSignable } from '../signed-url/presigned-query.ts';
import { createS3Client, S3_TIMEOUTS, type S3Settings, type S3Timeouts } from './s3-client.ts';
import { s3CodeOf, s3Failure, s3StatusOf } from './s3-failure.ts';
import { listKeys, listUploads } from './s3-listing.ts';
import { createS3Requests } from './s3-requests.ts';
import { assertBucketUsable } from './s3-start.ts';
import { uploadToS3 } from './s3-upload.ts';
import type { Storage } from '../storage.ts';

export type S3Storage = Storage & {
  /** Throws a StartupError of one line that says what to set when the bucket cannot be used. */
  assertUsable(): Promise<void>;
  close(): void;
};

/** Objects in a bucket of Amazon S3 or of any store that speaks its language; S3 itself hands them out. */
export function createS3Storage(settings: S3Settings, timeouts: S3Timeouts = S3_TIMEOUTS): S3Storage {
  const client = createS3Client(settings, timeouts);
  const { bucket } = settings;
  const requests = createS3Requests(client, bucket);
  const { send } = requests;

  return {
    async put(key, body, { contentType, signal }) {
      try {
        const { contentType: own } = wellFormedKey(key);
        if (contentType !== own) throw new TypeError(`${key} cannot be ${contentType}`);
      } catch (error) {
        body.once('error', () => {}).destroy(error as Error);
        throw error;
      }
      return uploadToS3(requests, key, body, { contentType, signal, cleanupMs: timeouts.cleanupMs });
    },

    async presign(key, { fileName, expiresInSeconds }) {
      assertSignable(expiresInSeconds);
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: wellFormedKey(key).key,
        ResponseContentDisposition: contentDisposition(fileName),
      });
      try {
        return await getSignedUrl(client, command, { expiresIn: expiresInSeconds });
      } catch (error) {
        throw s3Failure('presign', error);
      }
    },

    async delete(keys) {
      const objects = keys.map((key) => ({ Key: wellFormedKey(key).key }));
      for (let from = 0; from < objects.length; from += S3_DELETE_MAX_KEYS) {
        const batch = { Objects: objects.slice(from, from + S3_DELETE_MAX_KEYS), Quiet: true };
        const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: batch });
        addContentMd5(command.middlewareStack);
        const { Errors = [] } = await send(command);
        const [failed] = Errors.filter(({ Code }) => Code !== 'NoSuchKey');
        if (failed) throw s3Failure('DeleteObjects', Object.assign(new Error(), { name: failed.Code }));
      }
    },

    keys: () => listKeys(requests, OBJECT_PREFIX),

    unfinished: () => listUploads(requests, OBJECT_PREFIX),

    async abandon({ key, uploadId }) {
      const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
      await send(command).catch((error: unknown) => {
        if (s3CodeOf(error) !== 'NoSuchUpload' && s3StatusOf(error) !== 404) throw error;
      });
    },

    async check() {
      await send(new HeadBucketCommand({ Bucket: bucket }), AbortSignal.timeout(timeouts.checkMs));
    },

    assertUsable: () => assertBucketUsable(requests, settings, timeouts.checkMs),

    close: () => client.destroy(),
  };
}
