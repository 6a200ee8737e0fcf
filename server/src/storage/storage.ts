import type { Readable } from 'node:stream';

export type StoredObject = { sizeBytes: number };

/** An upload that was begun and not ended: it runs, or its process was killed. */
export type UnfinishedUpload = { key: string; uploadId: string };

/**
 * Where the files of reports live. Keys: see `object-key.ts`. Every function rejects on a malformed key, file name or
 * expiry, which is a mistake of the program and never of a caller. A store that fails is
 * `DaybookError('STORAGE_UNAVAILABLE')` or an error of a system call; a report takes anything else for a fault of ours.
 */
export type Storage = {
  /**
   * Streams bytes to a new object; resolves once it is whole and durable. On failure or abort nothing of it is left.
   * `body` is consumed or destroyed in every case.
   */
  put(
    key: string,
    body: Readable,
    options: { contentType: string; signal: AbortSignal },
  ): Promise<StoredObject>;
  /**
   * A pre-signed GET URL in AWS Signature V4 query form. `fileName` (`A-Z a-z 0-9 . _ -`) goes into
   * `Content-Disposition: attachment`. It expires `expiresInSeconds` (1 to 604 800) after the present whole second.
   */
  presign(key: string, options: { fileName: string; expiresInSeconds: number }): Promise<string>;
  /** Removes objects; missing ones are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** Keys of every object, in pages, in byte order of the keys; also of those that somebody else put there. */
  keys(): AsyncIterable<readonly string[]>;
  /** Uploads that were begun and not ended, by whatever process, in pages. */
  unfinished(): AsyncIterable<readonly UnfinishedUpload[]>;
  /** Ends an unfinished upload and frees what it holds; one that is gone is no error. Its `put` rejects, if it still runs. */
  abandon(upload: UnfinishedUpload): Promise<void>;
  /** Rejects when the store cannot be reached or written. */
  check(): Promise<void>;
};
