import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { type NamedDocument, type Source, UnreadableInput } from '@daybook/client/verify';
import { obstacleOf } from '../obstacle.ts';

const DOCUMENT_MAX_BYTES = 16 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;

/** The files as sources, under the names they were given by. Throws UnreadableInput for what is none, or comes twice. */
export async function openFiles(paths: readonly string[]): Promise<(Source & { size: number })[]> {
  const seen = new Map<string, string>();
  const sources = [];
  for (const path of paths) {
    const size = await sizeOf(path);
    const real = await realpath(path);
    const other = seen.get(real);
    if (other !== undefined) throw new UnreadableInput(`${path} is given twice`);
    seen.set(real, path);
    const open = () => createReadStream(path, { highWaterMark: READ_BYTES });
    sources.push({ name: path, size, open });
  }
  return sources;
}

/** A JSON document: a manifest, a head, a key set. */
export async function readDocument(path: string): Promise<NamedDocument> {
  const text = await readSmall(path);
  try {
    return { name: path, document: JSON.parse(text.replace(/^\ufeff/, '')) as unknown };
  } catch {
    throw new UnreadableInput(`${path} is not JSON`);
  }
}

/** A text of moderate size. */
export async function readSmall(path: string): Promise<string> {
  if ((await sizeOf(path)) > DOCUMENT_MAX_BYTES)
    throw new UnreadableInput(`${path} is too large for what it should be`);
  return readFile(path, 'utf8');
}

async function sizeOf(path: string): Promise<number> {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UnreadableInput(`${path}: there is no such file`);
    throw obstacleOf(error, path) ?? error;
  }
  if (found.isDirectory()) throw new UnreadableInput(`${path} is a folder`);
  return found.size;
}
