import { type LedgerHead, lockHead } from '../db/ledger-heads.ts';
import type { StoreTransaction } from '../db/transaction.ts';
import { DaybookError } from '../domain/errors.ts';
import { ERROR_DETAILS_MAX } from '../domain/limits.ts';
import type { Batch, Fault } from './activity/activity-kind.ts';
import { ACTIVITY_KINDS } from './activity/activity-kinds.ts';
import { openBooks } from './activity/books.ts';
import { isSameState } from './activity/is-same-state.ts';
import { type ReadLine, readLines, type SourceLine } from './activity/read-lines.ts';
import { refuseOverflow } from './activity/refuse-overflow.ts';
import { createSupersededStates, type SupersededStates } from './activity/superseded-states.ts';
import { appendEntries } from './append.ts';
import { chainEntries } from './chain-entries.ts';

/** What a batch did: lines that changed something, lines that did not, entries appended, and the head after them. */
export type RecordedActivity = {
  accepted: number;
  unchanged: number;
  ledgerEntries: number;
  head: Omit<LedgerHead, 'window'> & { currency: string };
};

/**
 * Records a batch of activity in the order of its lines, all of it or nothing. Throws INVALID_REQUEST with every bad
 * line in its details; the transaction then has to be rolled back. `now` is the database's: no event may be later.
 */
export async function recordActivity(
  transaction: StoreTransaction,
  store: { currency: string },
  lines: readonly SourceLine[],
  now: number,
): Promise<RecordedActivity> {
  const faults: Fault[] = [];
  const read = readLines(lines, now, faults);
  const batch: Batch = { currency: store.currency, books: openBooks(paymentIdsOf(read)), drafts: [], faults };
  // First of all locks: batches of one store take turns from here on, and know what the one before them recorded.
  const head = await lockHead(transaction);
  if (!head) throw new Error(`store ${transaction.storeId} has no ledger head`);
  const superseded = createSupersededStates();
  await forEachKind(read, async (kind, linesOfKind) => {
    await kind.load(transaction, linesOfKind, batch);
    const { recorded } = batch.books[kind.object];
    const ids = linesOfKind.map((line) => line.state.id).filter((id) => recorded.has(id));
    if (ids.length > 0) await superseded.load(transaction, kind.object, [...new Set(ids)]);
  });
  const accepted = applyLines(read, batch, superseded);
  refuseOverflow(batch, head);
  throwIfFaulty(faults, lines.length);
  const drafts = batch.drafts.map(({ draft }) => draft);
  const chained = chainEntries({ storeId: transaction.storeId, head, currency: store.currency }, drafts, now);
  await forEachKind(read, (kind, linesOfKind) => kind.save(transaction, linesOfKind, batch, chained.tieOuts));
  throwIfFaulty(faults, lines.length);
  await superseded.save(transaction);
  await appendEntries(transaction, chained);
  const { window: _window, ...newHead } = chained.head;
  return {
    accepted,
    unchanged: lines.length - accepted,
    ledgerEntries: drafts.length,
    head: { ...newHead, currency: store.currency },
  };
}

/** Holds the lines against what is known, in their order. Resolves to how many there are of things that changed. */
function applyLines(read: readonly ReadLine[], batch: Batch, superseded: SupersededStates): number {
  const changing: ReadLine[] = [];
  for (const line of read) {
    const { kind, state } = line;
    const previous = batch.books[kind.object].current.get(state.id);
    const faultsBefore = batch.faults.length;
    const changes = kind.apply(line, batch);
    if (changes) {
      changing.push(line);
      if (previous) superseded.add(kind.object, previous);
    } else if (batch.faults.length > faultsBefore && superseded.has(kind.object, state)) {
      batch.faults.length = faultsBefore;
    }
  }
  return changing.filter(({ kind, state: { id } }) => {
    const { recorded, current } = batch.books[kind.object];
    return !isSameState(recorded.get(id), current.get(id));
  }).length;
}

function paymentIdsOf(read: readonly ReadLine[]): Set<string> {
  return new Set(read.map(({ kind, state }) => kind.paymentIdOf?.(state)).filter((id) => id !== undefined));
}

/** Kinds take turns in the order of their list, which is also the order in which rows are locked. */
async function forEachKind(
  read: readonly ReadLine[],
  step: (kind: ReadLine['kind'], lines: ReadLine[]) => Promise<unknown>,
): Promise<void> {
  for (const kind of ACTIVITY_KINDS) {
    await step(
      kind,
      read.filter((line) => line.kind === kind),
    );
  }
}

function throwIfFaulty(faults: readonly Fault[], lineCount: number): void {
  if (faults.length === 0) return;
  const inOrder = faults.toSorted((one, other) => one.line - other.line);
  const bad = new Set(faults.map((fault) => fault.line)).size;
  const of = lineCount === 1 ? 'The line is' : `${bad} of ${lineCount} lines ${bad === 1 ? 'is' : 'are'}`;
  const first = inOrder[0] as Fault;
  const message = `${of} not valid, so nothing of the batch was recorded. ${pathOf(first)}: ${first.message}.`;
  const details = inOrder
    .slice(0, ERROR_DETAILS_MAX)
    .map((fault) => ({ path: pathOf(fault), message: fault.message }));
  throw new DaybookError('INVALID_REQUEST', message, { details });
}

function pathOf(fault: Fault): string {
  return fault.field === null ? `line ${fault.line}` : `line ${fault.line}: ${fault.field}`;
}
