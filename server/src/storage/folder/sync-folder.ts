import { open } from 'node:fs/promises';

/** Makes the folder's entries durable: what was renamed into it or removed from it survives a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
