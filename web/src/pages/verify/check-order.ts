import type { NamedDocument, VerificationKeys, Verdict } from '@daybook/client/verify';

/** Files that are checked together, as one chain where they are ledgers. */
export type Run = { readonly files: readonly File[]; readonly manifests: readonly NamedDocument[] };

/** What the worker is asked for. */
export type CheckOrder = {
  /** Checked one after the other, up to the first fault. */
  readonly runs: readonly Run[];
  readonly keys: VerificationKeys | undefined;
  readonly head: NamedDocument | undefined;
};

/** What the worker says of it. Bytes and rows of all runs so far. */
export type CheckNews =
  | { readonly news: 'PROGRESS'; readonly bytes: number; readonly rows: number }
  | { readonly news: 'VERDICT'; readonly verdict: Verdict; readonly knowsEd25519: boolean }
  /** Nothing can be said about the input; a sentence for a person. */
  | { readonly news: 'UNREADABLE'; readonly message: string };
