import type { Format } from './format.ts';
import type { LedgerEntryRow } from './ledger-entry.ts';

/** The sum of one amount column in one currency; a decimal integer as text, since it may pass 2^53. */
export type ColumnTotal = { currency: string; column: string; sum: string };

/** Where the ledger stood around a period, and its newest entry at `asOf`. Balances in minor units. */
export type ManifestLedger = {
  openingBalance: number;
  closingBalance: number;
  before: LedgerEntryRow | null;
  after: LedgerEntryRow | null;
  head: { sequence: number; hash: string };
};

/** What the operator signs about a finished report: `docs/verifying.md`. Instants as ISO 8601. */
export type Manifest = {
  version: 1;
  reportId: string;
  storeId: string;
  type: string;
  schemaVersion: string;
  periodStart: string;
  periodEnd: string;
  asOf: string;
  rowCount: number;
  formulaGuard: boolean;
  files: { format: Format; name: string; sizeBytes: number; sha256: string }[];
  totals: ColumnTotal[];
  ledger?: ManifestLedger;
  issuer: string;
  issuedAt: string;
};
