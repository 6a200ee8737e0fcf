import type { LedgerEntryRow, Manifest, ManifestLedger } from './manifest.ts';
import { Shape } from './shape.ts';
import { UnreadableInput } from './unreadable-input.ts';

/** A manifest from JSON. Throws UnreadableInput for anything else. What it says of entries is checked elsewhere. */
export function readManifest(value: unknown, name: string): Manifest {
  const shape = new Shape(value, name);
  if (shape.integer('version') !== 1) throw new UnreadableInput(`${name} is of a later version than 1`);
  return {
    version: 1,
    reportId: shape.string('reportId'),
    storeId: shape.string('storeId'),
    type: shape.string('type'),
    schemaVersion: shape.string('schemaVersion'),
    periodStart: shape.instant('periodStart'),
    periodEnd: shape.instant('periodEnd'),
    asOf: shape.instant('asOf'),
    rowCount: shape.integer('rowCount'),
    formulaGuard: shape.boolean('formulaGuard'),
    files: shape.list('files').map((file) => ({
      format: formatOf(file.string('format'), name),
      name: file.string('name'),
      sizeBytes: file.integer('sizeBytes'),
      sha256: file.hash('sha256'),
    })),
    totals: shape.list('totals').map((total) => ({
      currency: total.string('currency'),
      column: total.string('column'),
      sum: total.string('sum'),
    })),
    ...(shape.has('ledger') ? { ledger: readLedger(shape.object('ledger'), value) } : {}),
    issuer: shape.string('issuer'),
    issuedAt: shape.instant('issuedAt'),
  };
}

function formatOf(format: string, name: string): 'CSV' | 'JSON' {
  if (format === 'CSV' || format === 'JSON') return format;
  throw new UnreadableInput(`${name} is of a format that this verifier does not know: ${format}`);
}

function readLedger(shape: Shape, value: unknown): ManifestLedger {
  const { before, after } = (value as { ledger: Record<'before' | 'after', LedgerEntryRow | null> }).ledger;
  const head = shape.object('head');
  return {
    openingBalance: shape.integer('openingBalance'),
    closingBalance: shape.integer('closingBalance'),
    before: before ?? null,
    after: after ?? null,
    head: { sequence: head.integer('sequence'), hash: head.hash('hash') },
  };
}
