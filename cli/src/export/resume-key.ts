import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportRequest } from '@daybook/client';
import { writeWhole } from './window-files.ts';

/** The server remembers a key for 24 hours. */
const GOOD_FOR_MS = 23 * 3_600_000;

/** The name of a run that is not finished, so that the next one finds the reports it had queued. */
export type ResumeKey = { readonly key: string; done(): Promise<void> };

export async function openResumeKey(
  folder: string,
  storeId: string,
  request: ExportRequest,
): Promise<ResumeKey> {
  const what = createHash('sha256')
    .update(JSON.stringify([storeId, request]))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `.daybook-export-${what}`);
  const found = await stat(path).catch(() => undefined);
  const kept = found && Date.now() - found.mtimeMs < GOOD_FOR_MS ? await readFile(path, 'utf8') : '';
  const key = /^[\w-]{36}$/.test(kept) ? kept : randomUUID();
  if (key !== kept) await writeWhole(path, [Buffer.from(key)]);
  return { key, done: () => rm(path, { force: true }) };
}
