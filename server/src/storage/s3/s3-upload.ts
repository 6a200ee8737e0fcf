import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { S3_PART_BYTES, S3_PARTS_AT_ONCE, S3_PARTS_MAX } from '../../domain/limits.ts';
import { type Part, partsOf } from './parts-of.ts';
import { listUploads } from './s3-listing.ts';
import type { S3Requests } from './s3-requests.ts';
import type { StoredObject } from '../storage.ts';

type SentPart = { readonly PartNumber: number; readonly ETag: string | undefined; readonly md5: Buffer };

/** One object on its way: where it goes, and what S3 has of it so far. */
type Upload = {
  readonly requests: S3Requests;
  readonly key: string;
  readonly contentType: string;
  /** Aborted when the caller gives up or a part fails. */
  readonly signal: AbortSignal;
  sizeBytes: number;
  uploadId?: string;
  /** S3 was asked to begin an upload; its answer may have been lost. */
  mayBeBegun: boolean;
  /** S3 was asked to publish the object; its answer may have been lost. */
  mayExist: boolean;
};

/**
 * Streams `body` into a new object: one request for what fits into one part, else a multipart upload, with a checksum on
 * everything that is sent. Memory is bounded by S3_PARTS_AT_ONCE + 1 parts. When it rejects, nothing is left in S3,
 * unless S3 could not be reached to remove it within `cleanupMs`. `body` is consumed or destroyed.
 */
export async function uploadToS3(
  requests: S3Requests,
  key: string,
  body: Readable,
  options: { contentType: string; signal: AbortSignal; cleanupMs: number },
): Promise<StoredObject> {
  const { contentType, cleanupMs } = options;
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  const state = { sizeBytes: 0, mayBeBegun: false, mayExist: false };
  const upload: Upload = { requests, key, contentType, signal, ...state };
  // Whoever makes the bytes hears why nobody wants them any more; the rejection is for the caller.
  body.on('error', () => {});
  const stop = (): void => void body.destroy(errorOf(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await sendAll(upload, body, (error) => broken.abort(error));
    return { sizeBytes: upload.sizeBytes };
  } catch (error) {
    body.destroy(errorOf(error));
    await cleanUp(upload, AbortSignal.timeout(cleanupMs)).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function sendAll(upload: Upload, body: Readable, giveUp: (error: unknown) => void): Promise<void> {
  const sent: SentPart[] = [];
  const sending = new Set<Promise<void>>();
  let number = 0;
  try {
    for await (const part of partsOf(body, S3_PART_BYTES)) {
      upload.sizeBytes += part.bytes.length;
      number += 1;
      if (number === 1 && part.isLast) return await sendWhole(upload, part);
      if (number > S3_PARTS_MAX) throw new Error(`a file in S3 has ${S3_PARTS_MAX} parts at most`);
      if (number === 1) await begin(upload);
      while (sending.size >= S3_PARTS_AT_ONCE) await Promise.race(sending);
      upload.signal.throwIfAborted();
      const under: Promise<void> = sendPart(upload, number, part)
        .then((done) => void sent.push(done), giveUp)
        .then(() => void sending.delete(under));
      sending.add(under);
    }
    await Promise.all(sending);
    upload.signal.throwIfAborted();
  } catch (error) {
    // No part may still be on its way when the upload is aborted.
    giveUp(error);
    await Promise.all(sending);
    throw error;
  }
  await complete(upload, sent.toSorted((one, other) => one.PartNumber - other.PartNumber)); // prettier-ignore
}

async function sendWhole(upload: Upload, { bytes }: Part): Promise<void> {
  const { requests, key, contentType, signal } = upload;
  upload.mayExist = true;
  const command = new PutObjectCommand({
    ...{ Bucket: requests.bucket, Key: key, ContentType: contentType },
    ...{ Body: bytes, ContentMD5: md5Of(bytes).toString('base64') },
  });
  await requests.send(command, signal);
}

async function begin(upload: Upload): Promise<void> {
  const { requests, key, contentType, signal } = upload;
  upload.mayBeBegun = true;
  const command = new CreateMultipartUploadCommand({
    ...{ Bucket: requests.bucket, Key: key, ContentType: contentType },
  });
  const { UploadId } = await requests.send(command, signal);
  if (UploadId === undefined) throw new Error('S3 began an upload without an id');
  upload.uploadId = UploadId;
}

async function sendPart(upload: Upload, number: number, part: Part): Promise<SentPart> {
  const { requests, key, uploadId, signal } = upload;
  const md5 = md5Of(part.bytes);
  const command = new UploadPartCommand({
    ...{ Bucket: requests.bucket, Key: key, UploadId: uploadId, PartNumber: number },
    ...{ Body: part.bytes, ContentMD5: md5.toString('base64') },
  });
  const { ETag } = await requests.send(command, signal);
  part.release();
  return { PartNumber: number, ETag, md5 };
}

async function complete(upload: Upload, sent: readonly SentPart[]): Promise<void> {
  const { requests, key, uploadId, signal } = upload;
  upload.mayExist = true;
  const Parts = sent.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
  const command = new CompleteMultipartUploadCommand({
    ...{ Bucket: requests.bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } },
  });
  try {
    await requests.send(command, signal);
  } catch (error) {
    // The answer may have been lost behind a success, and the next try then finds no such upload: the object decides.
    if (signal.aborted || !(await isWhole(upload, sent))) throw error;
  }
}

/** Whether the object is there as it was sent. Nobody else writes to its key. */
async function isWhole(upload: Upload, sent: readonly SentPart[]): Promise<boolean> {
  const { requests, key, sizeBytes, signal } = upload;
  const command = new HeadObjectCommand({ Bucket: requests.bucket, Key: key });
  const object = await requests.send(command, signal).catch(() => undefined);
  if (object?.ContentLength !== sizeBytes) return false;
  // Where a part's tag is its MD5, the whole has one of a known form; where S3 encrypts with a key of its user's it is not.
  if (sent.some(({ ETag, md5 }) => unquoted(ETag) !== md5.toString('hex'))) return true;
  const whole = createHash('md5');
  for (const { md5 } of sent) whole.update(md5);
  return unquoted(object.ETag) === `${whole.digest('hex')}-${sent.length}`;
}

/** Removes what S3 may have of a failed upload. */
async function cleanUp(upload: Upload, signal: AbortSignal): Promise<void> {
  const { requests, key, uploadId, mayBeBegun, mayExist } = upload;
  const target = { Bucket: requests.bucket, Key: key };
  const abandon = (id: string): Promise<unknown> =>
    requests.send(new AbortMultipartUploadCommand({ ...target, UploadId: id }), signal);
  if (uploadId !== undefined) {
    // One that was completed after all cannot be aborted; it is deleted below.
    await abandon(uploadId).catch(() => undefined);
  } else if (mayBeBegun) {
    for await (const page of listUploads(requests, key, { signal }))
      for (const each of page) await abandon(each.uploadId);
  }
  if (mayExist) await requests.send(new DeleteObjectCommand(target), signal);
}

function md5Of(bytes: Buffer): Buffer {
  return createHash('md5').update(bytes).digest();
}

function unquoted(tag: string | undefined): string {
  return (tag ?? '').replaceAll('"', '');
}

function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the upload was given up', { cause: reason });
}
