import type { Clock } from '../domain/clock.ts';
import { createFolderStorage, type FolderStorage } from './folder/folder-storage.ts';
import type { S3Settings, S3Timeouts } from './s3/s3-client.ts';
import type { Storage } from './storage.ts';

export type OpenStorageOptions = {
  /** Where it is set, objects live there, and there is no folder. */
  s3: S3Settings | undefined;
  s3Timeouts?: S3Timeouts | undefined;
  /** A process that will not touch an object need not reach S3. */
  assertUsable: boolean;
  /** What makes the embedded folder. */
  folder: { directory: string; baseUrl: () => string; secretAccessKey: string; clock: Clock };
};

export type OpenedStorage = {
  readonly storage: Storage;
  /** Set where this server hands out the objects itself. */
  readonly folder: FolderStorage | undefined;
  close(): Promise<void>;
};

/** The bucket of the settings, or the embedded folder. Throws a StartupError when the bucket cannot be used. */
export async function openStorage(options: OpenStorageOptions): Promise<OpenedStorage> {
  if (options.s3 === undefined) {
    const folder = createFolderStorage({ ...options.folder, accessKeyId: 'daybook' });
    return { storage: folder, folder, close: async () => {} };
  }
  // Loaded only where it is used: the SDK takes a while.
  const { createS3Storage } = await import('./s3/s3-storage.ts');
  const storage = createS3Storage(options.s3, options.s3Timeouts);
  try {
    if (options.assertUsable) await storage.assertUsable();
  } catch (error) {
    storage.close();
    throw error;
  }
  return { storage, folder: undefined, close: async () => storage.close() };
}
