import type { NamedDocument, VerificationKeys } from '@daybook/client/verify';
import type { Run } from './check-order.ts';
import type { Dropped, DroppedReport } from './dropped.ts';

/** What will be checked with what. */
export type CheckPlan = {
  readonly runs: readonly Run[];
  readonly manifests: number;
  readonly head: NamedDocument | undefined;
  /** The ones that were dropped. */
  readonly keys: VerificationKeys | undefined;
  readonly totalBytes: number;
};

/** What keeps the check from starting, in a sentence; undefined when it can. */
export function missing(dropped: readonly Dropped[]): string | undefined {
  const reports = reportsIn(dropped);
  if (reports.length === 0) return 'Add a report’s file first.';
  const others = reports.filter(({ type }) => type !== null && type !== 'BALANCE_LEDGER');
  if (others.length === 0 || dropped.some(({ kind }) => kind === 'MANIFEST')) return undefined;
  return 'Add the manifest: only a ledger can be checked, in part, without it.';
}

/**
 * One run for all files; but where a report came as CSV and as JSON, the JSON is a run of its own: its rows are the same
 * ones once more, not the next ones of the chain.
 */
export function planCheck(dropped: readonly Dropped[]): CheckPlan {
  const reports = reportsIn(dropped);
  const manifests = dropped.flatMap((each) => (each.kind === 'MANIFEST' ? [named(each)] : []));
  const twins = new Map(
    reports.flatMap((report) => {
      const twin = twinOf(report, reports, manifests);
      return twin ? [[report, twin] as const] : [];
    }),
  );
  const first = reports.filter((report) => !twins.has(report)).map(({ file }) => file);
  const second = [...twins.keys()].map(({ file }) => file);
  const ofTwins = manifests.filter((manifest) => [...twins].flat().some((report) => names(manifest, report)));
  const head = dropped.find((each) => each.kind === 'HEAD');
  return {
    runs: [
      { files: first, manifests },
      ...(second.length > 0 ? [{ files: second, manifests: ofTwins }] : []),
    ],
    manifests: manifests.length,
    head: head && named(head),
    keys: keysIn(dropped),
    totalBytes: reports.reduce((sum, { file }) => sum + file.size, 0),
  };
}

/** The CSV of the same report, for a JSON: by a manifest that names both, else by the name. */
function twinOf(
  report: DroppedReport,
  reports: readonly DroppedReport[],
  manifests: readonly NamedDocument[],
): DroppedReport | undefined {
  if (report.format === 'CSV') return undefined;
  const stem = ({ file }: DroppedReport): string => file.name.replace(/\.[^.]*$/, '');
  return reports.find(
    (other) =>
      other.format === 'CSV' &&
      (stem(other) === stem(report) ||
        manifests.some((manifest) => names(manifest, report) && names(manifest, other))),
  );
}

/** Whether a manifest seems to speak of a file: only the check itself can tell. */
function names({ document }: NamedDocument, { file, format }: DroppedReport): boolean {
  type Listed = { format?: unknown; name?: unknown; sizeBytes?: unknown } | null;
  type Signed = { manifest?: { files?: unknown } | null } | null;
  const { data = document } = document as { data?: unknown };
  const files = (data as Signed)?.manifest?.files;
  if (!Array.isArray(files)) return false;
  return (files as Listed[]).some(
    (each) => each?.format === format && (each.name === file.name || each.sizeBytes === file.size),
  );
}

function keysIn(dropped: readonly Dropped[]): VerificationKeys | undefined {
  const keys = dropped.find((each) => each.kind === 'KEYS' || each.kind === 'KEY');
  if (keys === undefined) return undefined;
  return keys.kind === 'KEY' ? { pem: keys.pem } : { jwks: keys.document };
}

function reportsIn(dropped: readonly Dropped[]): DroppedReport[] {
  return dropped.filter((each) => each.kind === 'REPORT');
}

function named({ file, document }: Extract<Dropped, { document: unknown }>): NamedDocument {
  return { name: file.name, document };
}
