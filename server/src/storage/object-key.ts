import { FORMAT_CONTENT_TYPE, FORMAT_EXTENSION, FORMATS } from '../domain/format.ts';

/** What every key begins with; whatever else a bucket holds is not ours. */
export const OBJECT_PREFIX = 'stores/';

/**
 * The one form of an object's key: `stores/<storeId>/reports/<attempt and random>/<reportId>.<extension>`. No segment
 * can be empty, `.` or `..`, and no character needs encoding in a URL or means anything to a file system.
 */
const OBJECT_KEY =
  /^stores\/[A-Za-z0-9_-]{1,128}\/reports\/[A-Za-z0-9_-]{1,128}\/[A-Za-z0-9_-]{1,128}\.(?<extension>\w+)$/;

/** What a store may name an upload after: the key and 32 random digits are one file name. */
const KEY_MAX_CHARACTERS = 200;

const CONTENT_TYPES = new Map(
  FORMATS.map((format) => [FORMAT_EXTENSION[format], FORMAT_CONTENT_TYPE[format]]),
);

/** A key that is well-formed, and the content type that its extension stands for. */
export type ObjectKey = { readonly key: string; readonly contentType: string };

export function parseObjectKey(text: string): ObjectKey | undefined {
  if (text.length > KEY_MAX_CHARACTERS) return undefined;
  const contentType = CONTENT_TYPES.get(OBJECT_KEY.exec(text)?.groups?.['extension'] ?? '');
  return contentType === undefined ? undefined : { key: text, contentType };
}

/** @throws TypeError, because only a mistake of the program makes another key */
export function wellFormedKey(key: string): ObjectKey {
  const objectKey = parseObjectKey(key);
  if (!objectKey) throw new TypeError(`not the key of an object: ${JSON.stringify(key)}`);
  return objectKey;
}
