import { checkPeriod } from './check-period.ts';
import { FoundFault } from './found-fault.ts';
import type { ManifestTotal } from './manifest.ts';
import type { OpenedManifest } from './open-manifest.ts';
import type { FileReading } from './read-file.ts';
import type { Totals } from './totals.ts';
import type { PeriodState } from './verdict.ts';

/** Which manifest speaks of which file. */
export type Pairs = ReadonlyMap<FileReading, OpenedManifest>;

/**
 * Finds the file of each manifest: by the bytes, else, where the bytes were changed, by the name, else the one that is
 * left when only one is. Throws a FoundFault for a manifest without a file.
 */
export function pairUp(readings: readonly FileReading[], manifests: readonly OpenedManifest[]): Pairs {
  const pairs = new Map<FileReading, OpenedManifest>();
  const idle = new Set(manifests);
  const pair = (reading: FileReading | undefined, opened: OpenedManifest | undefined): void => {
    if (!reading || !opened || pairs.has(reading)) return;
    pairs.set(reading, opened);
    idle.delete(opened);
  };
  const sameBytes = (opened: OpenedManifest, reading: FileReading): boolean =>
    opened.manifest.files.some(({ sha256 }) => sha256 === reading.sha256);
  // Each takes one file, as those of two empty periods have the same bytes; then what is there twice is covered as well.
  for (const opened of manifests) {
    for (const { sha256 } of opened.manifest.files)
      pair(
        readings.find((reading) => reading.sha256 === sha256 && !pairs.has(reading)),
        opened,
      );
  }
  for (const reading of readings)
    pair(
      reading,
      manifests.find((opened) => sameBytes(opened, reading)),
    );
  for (const opened of idle) {
    const names = new Set(opened.manifest.files.map(({ name }) => name));
    pair(
      readings.find(({ file }) => names.has(file.replace(/^.*[/\\]/, ''))),
      opened,
    );
  }
  const left = readings.filter((reading) => !pairs.has(reading));
  const [opened, another] = idle;
  if (opened && !another && left.length === 1) pair(left[0], opened);
  for (const { name, manifest } of idle) {
    const found = `the manifest of report ${manifest.reportId}`;
    throw new FoundFault('WRONG_MANIFEST', `${name} belongs to none of the files`, { file: name, found });
  }
  return pairs;
}

/**
 * Holds a file against its manifest: what stands around it, rows, totals, and in the end every byte. Throws a FoundFault.
 * Answers null for reports that are no ledger.
 */
export function checkManifest(opened: OpenedManifest, reading: FileReading): PeriodState | null {
  const { manifest, name } = opened;
  const isLedger = manifest.type === 'BALANCE_LEDGER';
  if (reading.isLedger !== isLedger && reading.rows > 0) {
    throw new FoundFault('WRONG_MANIFEST', `${name} belongs to another type of report than ${reading.file}`, {
      ...{ file: name, field: 'type', found: manifest.type },
    });
  }
  const period = isLedger ? checkPeriod(opened, reading) : null;
  if (manifest.rowCount !== reading.rows) {
    throw new FoundFault('WRONG_COUNT', `${reading.file} has another number of rows than ${name} says`, {
      ...{ file: reading.file, field: 'rowCount' },
      ...{ expected: String(manifest.rowCount), found: String(reading.rows) },
    });
  }
  checkTotals(manifest.totals, reading.totals, reading.file);
  checkBytes(opened, reading);
  return period;
}

function checkTotals(lines: readonly ManifestTotal[], totals: Totals, file: string): void {
  const refuse = (column: string, currency: string, expected: string, found: bigint): FoundFault =>
    new FoundFault('WRONG_TOTAL', `${file}: ${column} in ${currency} adds up to another sum`, {
      ...{ file, field: column, expected, found: String(found) },
    });
  for (const { column, currency, sum } of lines) {
    const found = totals.sum(column, currency);
    if (sum !== String(found)) throw refuse(column, currency, sum, found);
  }
  const said = new Set(lines.map(({ column, currency }) => `${column}\n${currency}`));
  const columns = new Set(lines.map(({ column }) => column));
  for (const { column, currency, sum } of totals.lines()) {
    if (columns.has(column) && !said.has(`${column}\n${currency}`)) throw refuse(column, currency, '0', sum);
  }
}

function checkBytes(
  { manifest, name }: OpenedManifest,
  { file, sizeBytes, sha256, format }: FileReading,
): void {
  const wanted = manifest.files.filter((each) => each.format === format);
  if (wanted.some((each) => each.sizeBytes === sizeBytes && each.sha256 === sha256)) return;
  const [one] = wanted;
  const sameSize = one?.sizeBytes === sizeBytes;
  throw new FoundFault('WRONG_BYTES', `${file} is not, byte for byte, the file that ${name} names`, {
    ...{ file, field: sameSize ? 'sha256' : 'sizeBytes' },
    expected: (sameSize ? one.sha256 : one && String(one.sizeBytes)) ?? `a ${format} file`,
    found: sameSize ? sha256 : String(sizeBytes),
  });
}
