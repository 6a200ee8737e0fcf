import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));

/** Writes the run to a file named after its time, which git ignores. Resolves to the path from the current folder. */
export async function saveResults(run: object): Promise<string> {
  await mkdir(RESULTS, { recursive: true });
  const path = join(RESULTS, `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`);
  await writeFile(path, `${JSON.stringify(run, null, 2)}\n`);
  return relative(process.cwd(), path);
}
