import type { LedgerColumn } from './ledger-columns.ts';

/** An entry as a manifest carries it: the columns of the BALANCE_LEDGER report. Amounts in minor units. */
export type LedgerEntryRow = Readonly<
  Record<Exclude<LedgerColumn, 'sequence' | 'amount' | 'running_balance' | `${string}_id`>, string> &
    Record<'store_id' | 'entry_id', string> &
    Record<'sequence' | 'amount' | 'running_balance', number> &
    Record<
      'order_id' | 'payment_id' | 'refund_id' | 'dispute_id' | 'payout_id' | 'adjustment_id',
      string | null
    >
>;

/** The ledger around a period. */
export interface ManifestLedger {
  /** In minor units, before the period's first entry. */
  readonly openingBalance: number;
  readonly closingBalance: number;
  /** The entries just outside the period; null where there is none. */
  readonly before: LedgerEntryRow | null;
  readonly after: LedgerEntryRow | null;
  /** The newest entry at `asOf`; sequence 0 and 64 zeros for an empty ledger. */
  readonly head: { readonly sequence: number; readonly hash: string };
}

/** One line per currency and summable amount column. */
export interface ManifestTotal {
  readonly currency: string;
  readonly column: string;
  /** A decimal integer, which may pass 2^53. */
  readonly sum: string;
}

export interface ManifestFile {
  readonly format: 'CSV' | 'JSON';
  readonly name: string;
  readonly sizeBytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
}

/** What the operator signs about a report. Instants as `2026-04-01T00:00:00.000Z`. */
export interface Manifest {
  readonly version: 1;
  readonly reportId: string;
  readonly storeId: string;
  readonly type: string;
  readonly schemaVersion: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** The instant of the snapshot that the rows come from. */
  readonly asOf: string;
  readonly rowCount: number;
  readonly formulaGuard: boolean;
  readonly files: readonly ManifestFile[];
  readonly totals: readonly ManifestTotal[];
  /** Only for BALANCE_LEDGER. */
  readonly ledger?: ManifestLedger;
  readonly issuer: string;
  readonly issuedAt: string;
}

/** What `GET …/reports/:id/manifest` answers. The payload of `jws` is what counts; `manifest` must equal it. */
export interface SignedManifest {
  readonly manifest: Manifest;
  /** Compact JWS, EdDSA, with the protected header's `typ` `daybook-manifest+jws`. */
  readonly jws: string;
}

/** What `GET …/payouts/ledger/head` answers, with the payload in `jws` (`typ` `daybook-head+jws`). */
export interface SignedHead extends Head {
  readonly jws: string;
}

/** The newest entry of a ledger. */
export interface Head {
  readonly storeId: string;
  readonly sequence: number;
  readonly hash: string;
  readonly runningBalance: number;
  readonly currency: string;
  readonly issuer: string;
  readonly issuedAt: string;
}
