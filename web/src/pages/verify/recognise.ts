import { type Report, REPORT_COLUMNS } from '@daybook/client';
import type { Dropped } from './dropped.ts';

const LOOK_BYTES = 64 * 1024;
const DOCUMENT_MAX_BYTES = 1024 * 1024;
const TYPES = Object.keys(REPORT_COLUMNS) as Report['type'][];
const NONE_OF_THESE = 'neither a report’s CSV or JSON nor a manifest, a saved head or public keys';

/** Looks at the start of a file, or at all of a small document, and says what it is. Judges nothing. */
export async function recognise(file: File): Promise<Dropped> {
  const unknown = (why: string): Dropped => ({ file, kind: 'UNKNOWN', why });
  if (file.size === 0) return unknown('it is empty');
  let text: string;
  try {
    text = await file.slice(0, LOOK_BYTES).text();
    if (text.startsWith('{')) text = file.size > DOCUMENT_MAX_BYTES ? '' : await file.text();
  } catch {
    return unknown('it cannot be read; is it a folder?');
  }
  if (text.startsWith('[')) return { file, kind: 'REPORT', format: 'JSON', type: typeOfJson(text) };
  if (text.includes('-----BEGIN PUBLIC KEY-----')) return { file, kind: 'KEY', pem: text };
  if (text.startsWith('{')) return documentOf(file, text) ?? unknown(NONE_OF_THESE);
  const header = text.split(/[\r\n]/, 1)[0] as string;
  if (!/^[\w.]+(,[\w.]+)+$/.test(header)) return unknown(NONE_OF_THESE);
  return { file, kind: 'REPORT', format: 'CSV', type: typeOfColumns(header.split(',')) };
}

function documentOf(file: File, text: string): Dropped | undefined {
  const document = parsed(text);
  const inner = recordOf(recordOf(document)['data'] ?? document);
  if (Array.isArray(inner['keys'])) return { file, kind: 'KEYS', document: inner };
  if ('sequence' in inner && 'hash' in inner) return { file, kind: 'HEAD', document };
  if ('manifest' in inner || 'jws' in inner) return { file, kind: 'MANIFEST', document };
  return undefined;
}

/** By the first object, which stands on a line of its own. */
function typeOfJson(text: string): Report['type'] | null {
  const line = text.split('\n', 2)[1] ?? '';
  return typeOfColumns(Object.keys(recordOf(parsed(line.replace(/,\s*$/, '')))));
}

/** Columns are only ever appended, so a later version of a report begins as this one does. */
function typeOfColumns(columns: readonly string[]): Report['type'] | null {
  const starts = (type: Report['type']): boolean =>
    Object.keys(REPORT_COLUMNS[type]).every((column, at) => columns[at] === column);
  return TYPES.find(starts) ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
