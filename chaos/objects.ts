import { hkdfSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openStorage } from '../server/src/storage/open-storage.ts';
import type { Storage } from '../server/src/storage/storage.ts';
import { noS3, startS3 } from '../server/test/support/servers/s3-server.ts';
import { mountSmallDisk } from './small-disk.ts';

/** What the campaign's files are in: a real S3 server, or the folder that all processes share. */
export type Objects = {
  readonly storage: Storage;
  /** Of the S3 server; undefined for the folder. */
  readonly endpoint: string | undefined;
  /** Settings of a process that reaches S3 at this address. */
  settings(endpoint: string): Record<string, string>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Its bytes, read past the API. */
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Fills the disk that the folder is on; undefined where it is not on a small one of its own. */
  readonly disk: { fill(): Promise<void>; free(): Promise<void> } | undefined;
  close(): Promise<void>;
};

export function openObjects(options: {
  folder: string;
  storage: 'folder' | 's3';
  secretsKey: Buffer;
}): Promise<Objects> {
  if (options.storage === 'folder') return openFolder(options.folder, options.secretsKey);
  if (noS3 !== undefined) throw new Error(noS3);
  return openS3();
}

async function openFolder(folder: string, secretsKey: Buffer): Promise<Objects> {
  const directory = join(folder, 'objects');
  await mkdir(directory, { recursive: true });
  const disk = await mountSmallDisk(directory);
  const secret = Buffer.from(hkdfSync('sha256', secretsKey, '', 'object folder signatures', 32));
  const { storage } = await openStorage({
    s3: undefined,
    assertUsable: false,
    folder: { directory, baseUrl: () => '', secretAccessKey: secret.toString('hex'), clock: Date.now },
  });
  return {
    storage,
    endpoint: undefined,
    settings: () => ({}),
    secrets: {},
    read: async (key) => createReadStream(join(directory, key)),
    disk,
    close: async () => disk?.unmount(),
  };
}

async function openS3(): Promise<Objects> {
  const server = await startS3();
  try {
    const s3 = await server.bucket();
    const unused = { directory: '', baseUrl: () => '', secretAccessKey: '', clock: Date.now };
    const opened = await openStorage({ s3, assertUsable: true, folder: unused });
    const { accessKeyId, secretAccessKey } = server.credentials;
    return {
      storage: opened.storage,
      endpoint: server.endpoint,
      settings: (endpoint) => ({
        S3_BUCKET: s3.bucket,
        S3_ENDPOINT: endpoint,
        S3_REGION: s3.region ?? '',
        S3_FORCE_PATH_STYLE: 'true',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      }),
      secrets: { AWS_SECRET_ACCESS_KEY: secretAccessKey },
      read: async (key) => readSigned(await opened.storage.presign(key, { fileName: 'object', expiresInSeconds: 60 })), // prettier-ignore
      disk: undefined,
      async close() {
        await opened.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function readSigned(url: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`the store answered ${response.status}`);
  return response.body;
}
