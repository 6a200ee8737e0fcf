/** What kind of fault it is. Stable; `message` says the same in words. */
export type FaultCode =
  /** Rows: not a row of this file's columns; a field outside its grammar; the row's own hash. */
  | 'MALFORMED_ROW'
  | 'BAD_FIELD'
  | 'WRONG_HASH'
  /** Rows: how a row follows the one before. */
  | 'ANOTHER_STORE'
  | 'ANOTHER_CURRENCY'
  | 'BROKEN_SEQUENCE'
  | 'BROKEN_LINK'
  | 'BROKEN_BALANCE'
  | 'BROKEN_TIME'
  /** A row differs from what the operator signed for its sequence elsewhere. */
  | 'REWRITTEN'
  /** Manifests. */
  | 'BAD_SIGNATURE'
  | 'WRONG_MANIFEST'
  | 'OUTSIDE_PERIOD'
  | 'CUT'
  | 'WRONG_COUNT'
  | 'WRONG_TOTAL'
  | 'WRONG_BYTES'
  /** Saved heads. */
  | 'SHORTENED'
  | 'HEAD_NOT_REACHED';

/** The first thing that is wrong. What does not apply is null. */
export interface Fault {
  readonly code: FaultCode;
  /** One sentence for a person. */
  readonly message: string;
  readonly file: string | null;
  /** Where the row starts, from 1. */
  readonly line: number | null;
  readonly sequence: number | null;
  /** The column, or the field of the manifest or head. */
  readonly field: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

/**
 * What a manifest's neighbouring entries prove of the rows of its period. `closed`: an entry after the period exists, so
 * nothing can be added to it. `complete as recorded`: the period reaches the newest entry there was.
 */
export type PeriodState = 'closed' | 'complete as recorded';

/** `not checked`: no key was given, or there was nothing signed. */
export type SignatureState = 'valid' | 'not checked';

export interface FileFindings {
  readonly name: string;
  readonly format: 'CSV' | 'JSON';
  readonly rows: number;
  readonly firstSequence: number | null;
  readonly lastSequence: number | null;
  /** The manifest that covers it, by its name. */
  readonly manifest: string | null;
  /** Null without a manifest, and for reports that are no ledger. */
  readonly period: PeriodState | null;
}

export interface LedgerFindings {
  readonly storeId: string;
  readonly currency: string;
  readonly rows: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstCreatedAt: string;
  readonly lastCreatedAt: string;
  /** In minor units, before the first row. */
  readonly openingBalance: number;
  readonly closingBalance: number;
  readonly lastHash: string;
}

export interface ManifestFindings {
  readonly name: string;
  readonly reportId: string;
  readonly type: string;
  readonly storeId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly asOf: string;
  readonly issuer: string;
  readonly issuedAt: string;
  readonly signature: SignatureState;
  readonly kid: string | null;
}

export interface HeadFindings {
  readonly name: string;
  readonly sequence: number;
  readonly hash: string;
  readonly signature: SignatureState;
  /**
   * `contained`: a row of the files is the head. `linked`: it is the entry next to them. `later`: a manifest shows that
   * the files end before it.
   */
  readonly status: 'contained' | 'linked' | 'later';
}

/** The outcome of a verification, as plain data. */
export interface Verdict {
  /** True when nothing is wrong and everything that was asked for is proven. */
  readonly ok: boolean;
  readonly fault: Fault | null;
  /** What was proven; empty and null as far as the fault came first. Files in the order of their sequences. */
  readonly files: readonly FileFindings[];
  /** All ledger files together: one unbroken run of entries. Null when there were none. */
  readonly ledger: LedgerFindings | null;
  readonly manifests: readonly ManifestFindings[];
  readonly head: HeadFindings | null;
}
