import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE_MAX_FILES = 1_000;

/**
 * Paths, relative to `directory`, of every file below it, in pages, in byte order; none where there is no such folder.
 * `except`: a folder that is left out. What comes and goes meanwhile may be in it or not.
 */
export async function* listFiles(
  directory: string,
  { except }: { except?: string } = {},
): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  // Still to be looked at, the next one last; folders end in a slash, which also gives them their place among the files.
  const waiting = [''];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path === '' || path.endsWith('/')) {
      const entries = (await entriesOf(join(directory, path))).map((entry) => path + entry);
      for (const entry of entries.toSorted(byBytes).toReversed())
        if (entry !== `${except}/`) waiting.push(entry);
      continue;
    }
    page.push(path);
    if (page.length < PAGE_MAX_FILES) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
