import type {
  S3Client,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import type { $Command } from '@aws-sdk/client-s3';
import { s3Failure } from './s3-failure.ts';

type S3Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** One bucket, and the way requests go there. */
export type S3Requests = {
  readonly bucket: string;
  /** Rejects with STORAGE_UNAVAILABLE, or with the signal's reason once that is aborted. */
  send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: S3Command<Input, Output>,
    signal?: AbortSignal,
  ): Promise<Output>;
};

export function createS3Requests(client: S3Client, bucket: string): S3Requests {
  return {
    bucket,
    async send(command, signal) {
      try {
        return await client.send(command, signal ? { abortSignal: signal } : {});
      } catch (error) {
        signal?.throwIfAborted();
        throw s3Failure(command.constructor.name.replace(/Command$/, ''), error);
      }
    },
  };
}
