import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DaybookError } from '../domain/errors.ts';

/** A source of bytes, and how much of it has been read: 0 to 1, undefined when its end is not known. */
export type ActivityFile = { source: AsyncIterable<Buffer>; fractionRead(): number | undefined };

/** Opens a file, unzipping `.gz`, or `-` for `stdin`. Throws INVALID_REQUEST when there is nothing to read. */
export async function openActivityFile(options: {
  path: string;
  stdin?: AsyncIterable<Buffer>;
  signal?: AbortSignal;
}): Promise<ActivityFile> {
  const { path, stdin } = options;
  if (path === '-') {
    if (!stdin) throw new DaybookError('INVALID_REQUEST', 'There is no standard input to read.');
    return { source: stdin, fractionRead: () => undefined };
  }
  const size = await sizeOf(path);
  const file = createReadStream(path);
  const fractionRead = (): number => (size === 0 ? 1 : Math.min(file.bytesRead / size, 1));
  const source = path.endsWith('.gz') ? unzip(file, path) : file;
  return { source, fractionRead };
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new DaybookError('INVALID_REQUEST', `Cannot read ${path} (${error.code}).`, { cause: error });
  });
  if (found.isDirectory()) throw new DaybookError('INVALID_REQUEST', `${path} is a folder, not a file.`);
  return found.size;
}

async function* unzip(file: NodeJS.ReadableStream, path: string): AsyncGenerator<Buffer> {
  try {
    // The callback is for pipeline's sake: an error also ends the loop below.
    yield* pipeline(file, createGunzip(), () => undefined) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw new DaybookError('INVALID_REQUEST', `${path} is not a whole gzip file.`, { cause: error });
  }
}
