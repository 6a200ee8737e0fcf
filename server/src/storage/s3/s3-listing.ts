import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { S3_PAGE_MAX } from '../../domain/limits.ts';
import type { S3Requests } from './s3-requests.ts';
import type { UnfinishedUpload } from '../storage.ts';

/** Keys that begin with `prefix`, in byte order, at most `pageMax` at a time. */
export async function* listKeys(
  { bucket, send }: S3Requests,
  prefix: string,
  pageMax = S3_PAGE_MAX,
): AsyncGenerator<string[]> {
  for (let token: string | undefined, more = true; more;) {
    const page = await send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ContinuationToken: token,
        MaxKeys: pageMax,
      }),
    );
    yield (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    token = page.NextContinuationToken;
    more = token !== undefined;
  }
}

/** Uploads to keys that begin with `prefix` which were begun and neither completed nor aborted. */
export async function* listUploads(
  { bucket, send }: S3Requests,
  prefix: string,
  { pageMax = S3_PAGE_MAX, signal }: { pageMax?: number; signal?: AbortSignal } = {},
): AsyncGenerator<UnfinishedUpload[]> {
  for (let after: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}; after;) {
    const page: ListMultipartUploadsCommandOutput = await send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, MaxUploads: pageMax, ...after }),
      signal,
    );
    yield (page.Uploads ?? []).flatMap(({ Key: key, UploadId: uploadId }) =>
      key !== undefined && uploadId !== undefined ? { key, uploadId } : [],
    );
    after = undefined;
    if (page.IsTruncated && page.NextKeyMarker !== undefined) {
      after = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker ?? '' };
    }
  }
}
