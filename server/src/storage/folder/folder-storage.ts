import type { Clock } from '../../domain/clock.ts';
import { formatAmzDate } from '../signed-url/amz-date.ts';
import { contentDisposition } from '../content-disposition.ts';
import { objectFolder } from './object-folder.ts';
import { parseObjectKey, wellFormedKey } from '../object-key.ts';
import type { ObjectKey } from '../object-key.ts';
import { openObject } from './open-object.ts';
import type { ObjectAnswer, ObjectRefusal } from './open-object.ts';
import { assertSignable, presignedQuery } from '../signed-url/presigned-query.ts';
import type { Storage } from '../storage.ts';
import { verifyPresignedQuery } from '../signed-url/verify-presigned-query.ts';

const ROUTE = '/objects/';

export type FolderStorageOptions = {
  /** Made when needed. Nothing else may live in it. */
  directory: string;
  /** Where clients reach the server that calls `open`; a function where the port is not known yet. */
  baseUrl: string | (() => string);
  accessKeyId: string;
  secretAccessKey: string;
  clock: Clock;
};

export type ObjectRequest = {
  method: 'GET' | 'HEAD';
  /** The request target as it was received, not decoded: `/objects/stores/…?X-Amz-Algorithm=…` */
  pathAndQuery: string;
  /** The `Range` header. */
  range: string | undefined;
};

export type FolderStorage = Storage & {
  /** Serves a pre-signed URL. Rejects only when the disk fails. */
  open(request: ObjectRequest): Promise<ObjectAnswer>;
};

/** The embedded default: objects are files in one folder, handed out by this server at URLs of S3's form. */
export function createFolderStorage(options: FolderStorageOptions): FolderStorage {
  const { directory, baseUrl, clock, accessKeyId, secretAccessKey } = options;
  const credentials = { accessKeyId, secretAccessKey };
  const folder = objectFolder(directory);
  const base = (): Base => parseBase(typeof baseUrl === 'function' ? baseUrl() : baseUrl);

  return {
    async put(key, body, { contentType, signal }) {
      try {
        const objectKey = wellFormedKey(key);
        if (contentType !== objectKey.contentType) throw new TypeError(`${key} cannot be ${contentType}`);
        return { sizeBytes: await folder.write(objectKey, body, signal) };
      } catch (error) {
        // Whoever makes the bytes hears why; the rejection is for the caller.
        body.once('error', () => {}).destroy(error as Error);
        throw error;
      }
    },

    async presign(key, { fileName, expiresInSeconds }) {
      assertSignable(expiresInSeconds);
      const { origin, host, prefix } = base();
      const path = `${prefix}${ROUTE}${wellFormedKey(key).key}`;
      const amzDate = formatAmzDate(clock());
      const parameters = { 'response-content-disposition': contentDisposition(fileName) };
      const expires = String(expiresInSeconds);
      const query = presignedQuery({ method: 'GET', host, path, amzDate, expires, parameters }, credentials);
      return `${origin}${path}?${query}`;
    },

    async delete(keys) {
      for (const key of keys.map(wellFormedKey)) await folder.remove(key);
    },

    keys: folder.keys,
    unfinished: folder.unfinished,
    abandon: folder.abandon,
    check: folder.probe,

    async open({ method, pathAndQuery, range }) {
      const { host, prefix } = base();
      const [target = '', query = ''] = splitOnce(pathAndQuery, '?');
      const key = keyOf(target, prefix);
      if (!key) return ALTERED;
      const path = `${prefix}${ROUTE}${key.key}`;
      const verified = verifyPresignedQuery({ method, host, path, query }, credentials, clock());
      if (verified.verdict !== 'valid') return verified.verdict === 'expired' ? EXPIRED : ALTERED;
      const { contentDisposition } = verified;
      return openObject({ path: folder.pathOf(key), key, method, range, contentDisposition });
    },
  };
}

/** `prefix` is the path that a reverse proxy publishes the server under, mostly ''. */
type Base = { origin: string; host: string; prefix: string };

function parseBase(text: string): Base {
  const { origin, host, pathname } = new URL(text);
  return { origin, host, prefix: pathname.replace(/\/+$/, '') };
}

/** The key is taken from the raw path: nothing in a key is ever encoded, so `%2e` or `%2F` is no URL of ours. */
function keyOf(target: string, prefix: string): ObjectKey | undefined {
  // The proxy may or may not have taken its prefix off.
  const local = target.startsWith(`${prefix}${ROUTE}`) ? target.slice(prefix.length) : target;
  return local.startsWith(ROUTE) ? parseObjectKey(local.slice(ROUTE.length)) : undefined;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const ALTERED: ObjectRefusal = {
  status: 403,
  code: 'FORBIDDEN',
  message:
    'This link is not valid; call the download endpoint of the report for a new one and use it unchanged.',
  headers: {},
};

const EXPIRED: ObjectRefusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'This link has expired; call the download endpoint of the report again for a new one.',
  headers: {},
};
