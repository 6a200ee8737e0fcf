import { type Dispute, findDisputes, insertDisputes, updateDisputes } from '../../../db/disputes.ts';
import type { Payment } from '../../../db/payments.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { DISPUTE_TRANSITIONS } from '../../../domain/dispute-state.ts';
import type { EntryDraft } from '../../chain-entries.ts';
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
    entries: (previous, next) => (payment ? entriesOf(previous, next, payment) : []),
  });
}

/** A dispute that is first seen as decided was opened before. */
function entriesOf(previous: Dispute | undefined, next: Dispute, payment: Payment): EntryDraft[] {
  const { orderId, id: paymentId } = payment;
  const references = { orderId, paymentId, disputeId: next.id };
  const taken = { amount: -(next.amount + next.feeAmount), eventAt: next.createdAt, ...references };
  if (next.status === 'PREVENTED') {
    return previous ? [] : [{ type: 'DISPUTE_PREVENTED', ...taken, note: 'Dispute prevented' }];
  }
  const drafts: EntryDraft[] = [];
  if (!previous) drafts.push({ type: 'DISPUTE_CREATED', ...taken, note: 'Dispute opened' });
  if (next.status === 'WON' && previous?.status !== 'WON') {
    const back = { amount: next.amount, eventAt: next.resolvedAt as number, ...references };
    drafts.push({ type: 'DISPUTE_WON', ...back, note: 'Dispute won' });
  }
  return drafts;
}
