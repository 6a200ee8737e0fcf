import { type Adjustment, findAdjustments, insertAdjustments } from '../../../db/adjustments.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { BOOKING_RULES } from '../../booking-rules.ts';
import type { ActivityKind, ActivityLine, Batch } from '../activity-kind.ts';
import { applyState } from '../apply-state.ts';
import { enterRecorded } from '../books.ts';
import { type ChangeRules, refuseChange } from '../refuse-change.ts';
import { saveBook } from '../save-book.ts';
import { readAdjustment } from './adjustment-line.ts';

/** Adjustments: each is booked when it is first seen, with the platform's own note, and never changes. */
export const ADJUSTMENT: ActivityKind<Adjustment> = {
  object: 'adjustment',
  read: readAdjustment,
  load: loadAdjustments,
  apply: applyAdjustment,
  save: (transaction, lines, batch) =>
    saveBook(batch.books.adjustment, lines, batch, {
      insert: (adjustments) => insertAdjustments(transaction, adjustments),
    }),
};

const CHANGES: ChangeRules<Adjustment> = {
  noun: 'adjustment',
  fixed: { createdAt: 'createdAt' },
  booked: () => ['amount', 'note'],
};

async function loadAdjustments(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Adjustment>[],
  { books }: Batch,
): Promise<void> {
  const ids = new Set(lines.map(({ state }) => state.id));
  if (ids.size > 0) enterRecorded(books.adjustment, await findAdjustments(transaction, [...ids]));
}

function applyAdjustment(line: ActivityLine<Adjustment>, batch: Batch): boolean {
  return applyState(line, batch, batch.books.adjustment, {
    judge(previous, next, refuse) {
      if (previous) refuseChange(CHANGES, previous, next, refuse);
    },
    entries: (adjustment) => BOOKING_RULES.adjustment(adjustment),
  });
}
