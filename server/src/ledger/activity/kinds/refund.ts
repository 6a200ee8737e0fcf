import type { Payment } from '../../../db/payments.ts';
import { findRefunds, insertRefunds, type Refund, updateRefunds } from '../../../db/refunds.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { PAYMENT_SETTLED_STATUSES } from '../../../domain/payment-state.ts';
import { REFUND_TRANSITIONS } from '../../../domain/refund-state.ts';
import { BOOKING_RULES } from '../../booking-rules.ts';
import type { ActivityKind, ActivityLine, Batch, ReportFault } from '../activity-kind.ts';
import { applyState } from '../apply-state.ts';
import { enterRecorded } from '../books.ts';
import { type ChangeRules, refuseChange, refuseStep } from '../refuse-change.ts';
import { saveBook } from '../save-book.ts';
import { readRefund } from './refund-line.ts';

/** Refunds: each is booked once, when it is completed. Together they never exceed what was paid. */
export const REFUND: ActivityKind<Refund> = {
  object: 'refund',
  read: readRefund,
  paymentIdOf: ({ paymentId }) => paymentId,
  load: loadRefunds,
  apply: applyRefund,
  save: (transaction, lines, batch) =>
    saveBook(batch.books.refund, lines, batch, {
      isBlocked: ({ paymentId }) => batch.books.payment.unwritten.has(paymentId),
      insert: (refunds) => insertRefunds(transaction, refunds),
      update: (refunds) => updateRefunds(transaction, refunds),
    }),
};

const CHANGES: ChangeRules<Refund> = {
  noun: 'refund',
  fixed: { paymentId: 'paymentId', createdAt: 'createdAt' },
  booked: ({ status }) => (status === 'COMPLETED' ? ['amount', 'mode', 'resolvedAt'] : []),
};

/** Also the other refunds of the same payments: they all count against what was paid. */
async function loadRefunds(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Refund>[],
  { books: { refund: book } }: Batch,
): Promise<void> {
  if (lines.length === 0) return;
  const ids = new Set(lines.map(({ state }) => state.id));
  const paymentIds = new Set(lines.map(({ state }) => state.paymentId));
  enterRecorded(book, await findRefunds(transaction, [...ids], [...paymentIds]));
  for (const refund of book.recorded.values()) {
    book.amounts.set(refund.paymentId, (book.amounts.get(refund.paymentId) ?? 0) + countedAmount(refund));
  }
}

function applyRefund(line: ActivityLine<Refund>, batch: Batch): boolean {
  const { payment: payments, refund: book } = batch.books;
  const payment = payments.current.get(line.state.paymentId);
  /** What is refunded of the payment without this refund. */
  const others =
    (book.amounts.get(line.state.paymentId) ?? 0) - countedAmount(book.current.get(line.state.id));
  const changes = applyState(line, batch, book, {
    judge(previous, next, refuse) {
      if (previous) {
        refuseStep('refund', REFUND_TRANSITIONS, previous.status, next.status, refuse);
        refuseChange(CHANGES, previous, next, refuse);
      }
      if (previous && previous.paymentId !== next.paymentId) return;
      if (payment) refuseBeyondPaid(payment, next, others, refuse);
      else refuse('paymentId', 'is no payment that is recorded or comes earlier');
    },
    entries: (refund) => (payment ? BOOKING_RULES.refund(refund, payment) : []),
  });
  if (changes) book.amounts.set(line.state.paymentId, others + countedAmount(line.state));
  return changes;
}

function refuseBeyondPaid(payment: Payment, refund: Refund, others: number, refuse: ReportFault): void {
  if (refund.status === 'FAILED') return;
  if (!PAYMENT_SETTLED_STATUSES.has(payment.status)) {
    refuse('amount', `is beyond what was paid: the payment is ${payment.status}`);
  } else if (refund.amount > payment.totalAmount - others) {
    const already = others === 0 ? '' : `, of which ${others} are refunded`;
    refuse('amount', `is beyond what was paid: the payment is of ${payment.totalAmount}${already}`);
  }
}

function countedAmount(refund: Refund | undefined): number {
  return !refund || refund.status === 'FAILED' ? 0 : refund.amount;
}
