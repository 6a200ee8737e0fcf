import { type Dispute, findDisputes, insertDisputes, updateDisputes } from '../../../db/disputes.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { DISPUTE_TRANSITIONS } from '../../../domain/dispute-state.ts';
import { BOOKING_RULES } from '../../booking-rules.ts';
import type { ActivityKind, ActivityLine, Batch } from '../activity-kind.ts';
import { applyState } from '../apply-state.ts';
import { enterRecorded } from '../books.ts';
import { type ChangeRules, refuseChange, refuseStep } from '../refuse-change.ts';
import { saveBook } from '../save-book.ts';
import { readDispute } from './dispute-line.ts';

/** Disputes: each takes its amount and its fee when it is first seen, and gives the amount back when it is won. */
export const DISPUTE: ActivityKind<Dispute> = {
  object: 'dispute',
  read: readDispute,
  paymentIdOf: ({ paymentId }) => paymentId,
  load: loadDisputes,
  apply: applyDispute,
  save: (transaction, lines, batch) =>
    saveBook(batch.books.dispute, lines, batch, {
      isBlocked: ({ paymentId }) => batch.books.payment.unwritten.has(paymentId),
      insert: (disputes) => insertDisputes(transaction, disputes),
      update: (disputes) => updateDisputes(transaction, disputes),
    }),
};

const CHANGES: ChangeRules<Dispute> = {
  noun: 'dispute',
  fixed: { paymentId: 'paymentId', createdAt: 'createdAt' },
  booked: ({ status }) =>
    status === 'WON' ? ['amount', 'feeAmount', 'resolvedAt'] : ['amount', 'feeAmount'],
};

async function loadDisputes(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Dispute>[],
  { books }: Batch,
): Promise<void> {
  const ids = new Set(lines.map(({ state }) => state.id));
  if (ids.size > 0) enterRecorded(books.dispute, await findDisputes(transaction, [...ids]));
}

function applyDispute(line: ActivityLine<Dispute>, batch: Batch): boolean {
  const payment = batch.books.payment.current.get(line.state.paymentId);
  return applyState(line, batch, batch.books.dispute, {
    judge(previous, next, refuse) {
      if (previous) {
        refuseStep('dispute', DISPUTE_TRANSITIONS, previous.status, next.status, refuse);
        refuseChange(CHANGES, previous, next, refuse);
      } else if (!payment) {
        refuse('paymentId', 'is no payment that is recorded or comes earlier');
      } else if (payment.currency !== batch.currency) {
        refuse('paymentId', `must be a payment in ${batch.currency}, the store's currency`);
      }
    },
    entries: (dispute) => (payment ? BOOKING_RULES.dispute(dispute, payment) : []),
  });
}
