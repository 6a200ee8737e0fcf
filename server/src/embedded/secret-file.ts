import { link, readFile, rm, writeFile } from 'node:fs/promises';

/** The content of a file of mode 0600, made with `create()` when it is missing. Two starts at once agree on one content. */
export async function secretFile(path: string, create: () => string): Promise<string> {
  const present = await readIfThere(path);
  if (present !== undefined) return present;
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, `${create()}\n`, { mode: 0o600 });
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}
