import type { RecordedEvent } from './history.ts';
import type { ReportChange } from './report-changes.ts';

export type EndReport = {
  id: string;
  storeId: string;
  type: string;
  status: string;
  attempts: number;
  rowCount: number | null;
  /** Of the snapshot, in milliseconds since the epoch. */
  asOf: number | null;
};
export type EndFile = {
  reportId: string;
  format: string;
  objectKey: string;
  sizeBytes: number;
  sha256: string;
};
/** An object as it lies in the store, read and counted past the product. */
export type FoundObject = { sizeBytes: number; sha256: string; rows: number };
/** Rows that one transaction added to what reports of a type and a store read, and when it became visible. */
export type Batch = { storeId: string; type: string; rows: number; committedAt: number };

/** Everything that the checker judges; it asks nobody else. */
export type Evidence = {
  readonly history: readonly RecordedEvent[];
  readonly changes: readonly ReportChange[];
  readonly reports: readonly EndReport[];
  readonly files: readonly EndFile[];
  /** Objects that `files` name; those that are missing are not in it. */
  readonly objects: ReadonlyMap<string, FoundObject>;
  /** In the order in which they became visible. */
  readonly batches: readonly Batch[];
  /** What the sweep left in the store: after the campaign, and once everything has expired. */
  readonly keysAfterSweep: readonly string[];
  readonly uploadsAfterSweep: readonly string[];
  readonly leftAfterExpiry: readonly string[];
  /** `API_KEY in worker-1.ndjson, line 17`. */
  readonly leaks: readonly string[];
};

/** An invariant: its promise, and whatever contradicts it, a line each. */
export type Check = { readonly promise: string; find(evidence: Evidence): string[] };
