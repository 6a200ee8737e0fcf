import type { JsonObject } from './json-object.ts';

/** The top fields in whose texts or keys there is a NUL or half a surrogate pair: neither can be stored. */
export function fieldsWithUnstorableText(text: string, value: JsonObject): string[] {
  // Both can only stand in sound text as an escape; a line without one is not searched.
  if (!text.includes('\\u') && text.isWellFormed()) return [];
  return Object.keys(value).filter((key) => isUnstorable(key) || holdsUnstorable(value[key]));
}

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return isUnstorable(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isUnstorable(key) || holdsUnstorable(inner));
}

function isUnstorable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}
