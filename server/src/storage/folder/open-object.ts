import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { parseByteRange } from './byte-range.ts';
import type { ByteRange } from './byte-range.ts';
import type { ObjectKey } from '../object-key.ts';

const READ_CHUNK_BYTES = 256 * 1024;

export type ObjectRefusal = {
  status: 403 | 404 | 416;
  code: 'FORBIDDEN' | 'NOT_FOUND' | 'RANGE_NOT_SATISFIABLE';
  /** One sentence for whoever follows the link. */
  message: string;
  headers: Record<string, string>;
};

/** `body` is null for HEAD. Whoever takes it must read it to the end or destroy it: either closes the file. */
export type ObjectAnswer =
  { status: 200 | 206; headers: Record<string, string>; body: Readable | null } | ObjectRefusal;

export type ObjectToOpen = {
  readonly path: string;
  readonly key: ObjectKey;
  readonly method: 'GET' | 'HEAD';
  readonly range: string | undefined;
  readonly contentDisposition: string;
};

/** Answers as S3 does. The file is opened before anything is asked of it, so a delete cannot come in between. */
export async function openObject(request: ObjectToOpen): Promise<ObjectAnswer> {
  const file = await openForReading(request.path);
  if (!file) return GONE;
  try {
    const stats = await file.stat();
    const answer = stats.isFile() ? answerFrom(file, stats, request) : GONE;
    if (!('body' in answer) || answer.body === null) await file.close();
    return answer;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function answerFrom(file: FileHandle, stats: Stats, request: ObjectToOpen): ObjectAnswer {
  // RFC 9110: Range means something for GET only.
  const range = request.method === 'GET' ? parseByteRange(request.range, stats.size) : 'whole';
  if (range === 'unsatisfiable') return unsatisfiable(stats.size);

  const headers = headersOf(stats, request);
  if (range === 'whole') {
    headers['Content-Length'] = String(stats.size);
    return { status: 200, headers, body: request.method === 'GET' ? bodyOf(file) : null };
  }
  headers['Content-Length'] = String(range.last - range.first + 1);
  headers['Content-Range'] = `bytes ${range.first}-${range.last}/${stats.size}`;
  return { status: 206, headers, body: bodyOf(file, range) };
}

/** The stream owns the file from here on: it closes it at its end, on an error and when it is destroyed. */
function bodyOf(file: FileHandle, range?: ByteRange): Readable {
  const part = range ? { start: range.first, end: range.last } : {};
  return file.createReadStream({ highWaterMark: READ_CHUNK_BYTES, ...part });
}

function headersOf(stats: Stats, { key, contentDisposition }: ObjectToOpen): Record<string, string> {
  const identity = createHash('sha256').update(`${key.key}\n${stats.size}\n${stats.mtimeMs}`).digest('hex');
  return {
    'Content-Type': key.contentType,
    'Content-Disposition': contentDisposition,
    'Accept-Ranges': 'bytes',
    ETag: `"${identity.slice(0, 32)}"`,
    'Last-Modified': stats.mtime.toUTCString(),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Undefined when there is none. NONBLOCK, or opening a named pipe that strayed in would wait for ever. */
async function openForReading(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}

const GONE: ObjectRefusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'This file has been deleted; create the report again if you need it.',
  headers: {},
};

function unsatisfiable(sizeBytes: number): ObjectRefusal {
  return {
    status: 416,
    code: 'RANGE_NOT_SATISFIABLE',
    message: `The file ends before the requested range begins; ask for bytes below ${sizeBytes}.`,
    headers: { 'Content-Range': `bytes */${sizeBytes}` },
  };
}
