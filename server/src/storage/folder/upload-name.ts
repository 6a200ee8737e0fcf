import { randomBytes } from 'node:crypto';
import { type ObjectKey, parseObjectKey } from '../object-key.ts';
import type { UnfinishedUpload } from '../storage.ts';

const UPLOAD = /^(?<flatKey>[^/]+),[0-9a-f]{32}$/;

/** A new upload. Its id is a file name that tells the key, whose own characters have no comma. */
export function newUpload({ key }: ObjectKey): UnfinishedUpload {
  return { key, uploadId: `${key.replaceAll('/', ',')},${randomBytes(16).toString('hex')}` };
}

/** The upload that a file name stands for; undefined for a name of any other form. */
export function parseUpload(name: string): UnfinishedUpload | undefined {
  const flatKey = UPLOAD.exec(name)?.groups?.['flatKey'] ?? '';
  const key = parseObjectKey(flatKey.replaceAll(',', '/'));
  return key && { key: key.key, uploadId: name };
}
