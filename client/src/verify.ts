/** `@daybook/client/verify`: checks report files offline, in Node and in browsers. See `docs/verifying.md`. */
export { verifyLedger } from './verify/verify-ledger.ts';
export type { Progress, VerifyOptions } from './verify/verify-ledger.ts';
export { UnreadableInput } from './verify/unreadable-input.ts';
export { blobSource } from './verify/source.ts';
export type { Source } from './verify/source.ts';
export type { VerificationKeys } from './verify/key-ring.ts';
export type { NamedDocument } from './verify/open-manifest.ts';
export type { Head, LedgerEntryRow, Manifest, SignedHead, SignedManifest } from './verify/manifest.ts';
export type * from './verify/verdict.ts';
