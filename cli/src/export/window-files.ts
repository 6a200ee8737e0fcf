import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportedReport, ExportRequest, Period, ReportManifest } from '@daybook/client';
import { obstacleOf } from '../obstacle.ts';

/** The name of a window's file: `balance_ledger_2026-04-01_2026-07-01.csv`; with the time where it is not midnight. */
export function fileName(
  { type, format = 'CSV' }: ExportRequest,
  { periodStart, periodEnd }: Period,
): string {
  const short = (instant: string): string => {
    const whole = new Date(instant).toISOString();
    return whole.endsWith('T00:00:00.000Z')
      ? whole.slice(0, 10)
      : whole.replaceAll(':', '').replace('.000', '');
  };
  return `${type.toLowerCase()}_${short(periodStart)}_${short(periodEnd)}.${format.toLowerCase()}`;
}

export const manifestName = (file: string): string => `${file}.manifest.json`;

/**
 * Whether the file is there, whole, with its manifest, and made after its period had ended: one of a period that was
 * still running is made anew.
 */
export async function isSaved(folder: string, request: ExportRequest, window: Period): Promise<boolean> {
  const name = fileName(request, window);
  const text = await readFile(join(folder, manifestName(name)), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const { manifest } = JSON.parse(text) as ReportManifest;
  const file = manifest.files.find(({ format }) => format === (request.format ?? 'CSV'));
  const same =
    manifest.type === request.type &&
    Date.parse(manifest.periodStart) === Date.parse(window.periodStart) &&
    Date.parse(manifest.periodEnd) === Date.parse(window.periodEnd) &&
    manifest.formulaGuard === (request.formulaGuard ?? false) &&
    Date.parse(manifest.asOf) >= Date.parse(window.periodEnd);
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (!same || !file || found?.size !== file.sizeBytes) return false;
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  return digest.digest('hex') === file.sha256;
}

/** Removes what a run that was killed has left of these windows' files. */
export async function removeRemains(
  folder: string,
  request: ExportRequest,
  windows: readonly Period[],
): Promise<void> {
  const names = windows.map((window) => fileName(request, window));
  for (const found of await readdir(folder)) {
    const remains = /\.part-[0-9a-f]{8}$/.test(found) && names.some((name) => found.startsWith(`${name}.`));
    if (remains) await rm(join(folder, found), { force: true });
  }
}

/** Keeps the window's file and its manifest. Either is there whole or not at all. */
export async function saveWindow(
  folder: string,
  request: ExportRequest,
  window: Period,
  { manifest, jws, stream }: ExportedReport,
): Promise<void> {
  const path = join(folder, fileName(request, window));
  await writeWhole(path, stream);
  await writeWhole(manifestName(path), [Buffer.from(`${JSON.stringify({ manifest, jws }, null, 2)}\n`)]);
}

/** Writes under another name, and renames when all is there and on the disk; leaves nothing when it fails. */
export async function writeWhole(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const temporary = `${path}.part-${randomBytes(4).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    // A full disk names no path, and the other name means nothing to a person.
    const { path: named = temporary } = error as NodeJS.ErrnoException;
    throw (named === temporary ? obstacleOf(error, path) : undefined) ?? error;
  }
}
