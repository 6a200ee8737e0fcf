import { FoundFault } from './found-fault.ts';
import type { Link } from './link.ts';
import type { OpenedManifest } from './open-manifest.ts';
import type { FileReading } from './read-file.ts';
import type { PeriodState } from './verdict.ts';

/**
 * Holds the rows of a ledger file against the entries around its period. Throws a FoundFault when rows are missing at
 * an edge or lie outside the period. The hashes of the neighbours themselves were checked when the manifest was opened.
 */
export function checkPeriod(opened: OpenedManifest, reading: FileReading): PeriodState {
  checkTimes(opened, reading);
  checkStart(opened, reading);
  checkEnd(opened, reading);
  checkBalances(opened, reading);
  return opened.after ? 'closed' : 'complete as recorded';
}

function checkTimes(
  { manifest, before, after, name }: OpenedManifest,
  { first, last, file }: FileReading,
): void {
  const start = Date.parse(manifest.periodStart);
  const end = Date.parse(manifest.periodEnd);
  const refuse = (entry: Link, what: string, of: string): FoundFault =>
    new FoundFault('OUTSIDE_PERIOD', what, {
      ...{ file: of, sequence: entry.sequence, field: 'created_at', found: entry.createdAt },
      expected: `${manifest.periodStart} to ${manifest.periodEnd}`,
    });
  // Times never decrease along the rows, so the first and the last speak for all.
  for (const entry of [first, last]) {
    if (!entry) continue;
    const time = Date.parse(entry.createdAt);
    if (time < start || time >= end)
      throw refuse(entry, 'the entry lies outside the period of its manifest', file);
  }
  if (before && Date.parse(before.createdAt) >= start)
    throw refuse(before, `${name}: the entry "before" the period is not before it`, name);
  if (after && Date.parse(after.createdAt) < end)
    throw refuse(after, `${name}: the entry "after" the period is not after it`, name);
}

/** The first row, or in an empty period `after`, comes right after `before`. */
function checkStart({ before, after }: OpenedManifest, { first, file }: FileReading): void {
  const next = first ?? after;
  const wanted = (before?.sequence ?? 0) + 1;
  if (next && next.sequence !== wanted) throw cut(file, wanted, next.sequence);
}

/** After the last row, or in an empty period `before`, comes `after`, or nothing: then it is the head. */
function checkEnd({ before, after, manifest, name }: OpenedManifest, { last, file }: FileReading): void {
  const newest = last ?? before;
  const sequence = newest?.sequence ?? 0;
  const head = manifest.ledger!.head;
  if (after && after.sequence !== sequence + 1) throw cut(file, sequence + 1, after.sequence);
  if (!after && head.sequence > sequence) throw cut(file, sequence + 1, null);
  const least = after?.sequence ?? sequence;
  if (head.sequence >= least && (after !== null || head.sequence === sequence)) return;
  throw new FoundFault('WRONG_MANIFEST', `${name}: its head is older than its entries`, {
    ...{ file: name, field: 'head', expected: String(least), found: String(head.sequence) },
  });
}

function checkBalances(
  { before, after, manifest, name }: OpenedManifest,
  { first, last, file }: FileReading,
): void {
  const opening = before?.runningBalance ?? 0;
  const closing = last?.runningBalance ?? opening;
  const { openingBalance, closingBalance } = manifest.ledger!;
  const steps = [
    { at: first, of: file, field: 'running_balance', expected: opening + (first?.amount ?? 0) },
    { at: after, of: name, field: 'running_balance', expected: closing + (after?.amount ?? 0) },
  ];
  for (const { at, of, field, expected } of steps) {
    if (!at || at.runningBalance === expected) continue;
    throw new FoundFault('BROKEN_BALANCE', 'the running balance is not the one before plus the amount', {
      ...{ file: of, sequence: at.sequence, field },
      ...{ expected: String(expected), found: String(at.runningBalance) },
    });
  }
  const said = [
    ['openingBalance', opening, openingBalance],
    ['closingBalance', closing, closingBalance],
  ] as const;
  for (const [field, expected, found] of said) {
    if (expected === found) continue;
    const message = `${name}: ${field} is not the balance of the entries`;
    throw new FoundFault('WRONG_MANIFEST', message, {
      ...{ file: name, field, expected: String(expected), found: String(found) },
    });
  }
}

function cut(file: string, missing: number, next: number | null): FoundFault {
  const message =
    next !== null && next < missing
      ? 'the file holds other entries than those of the period of its manifest'
      : 'the period is cut: entries of it are missing in the file';
  return new FoundFault('CUT', message, {
    ...{ file, sequence: missing, field: 'sequence', expected: String(missing) },
    found: next === null ? 'the end of the file' : String(next),
  });
}
