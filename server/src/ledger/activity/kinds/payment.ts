import { findCustomerIds, insertCustomers } from '../../../db/customers.ts';
import { findPayments, insertPayments, type Payment, updatePayments } from '../../../db/payments.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { PAYMENT_SETTLED_STATUSES, PAYMENT_TRANSITIONS } from '../../../domain/payment-state.ts';
import { BOOKING_RULES } from '../../booking-rules.ts';
import type { ActivityKind, ActivityLine, Batch } from '../activity-kind.ts';
import { applyState } from '../apply-state.ts';
import { enterRecorded } from '../books.ts';
import { type ChangeRules, refuseChange, refuseStep } from '../refuse-change.ts';
import { registerIds } from '../register-ids.ts';
import { addedTo, refuseTaken, saveBook } from '../save-book.ts';
import { readPayment } from './payment-line.ts';

/** Payments: each is booked once, with what it settles, when it is first seen as completed. */
export const PAYMENT: ActivityKind<Payment> = {
  object: 'payment',
  read: readPayment,
  paymentIdOf: ({ id }) => id,
  load: loadPayments,
  apply: applyPayment,
  save: savePayments,
};

const CHANGES: ChangeRules<Payment> = {
  noun: 'payment',
  fixed: {
    orderId: 'orderId',
    orderNumber: 'orderNumber',
    currency: 'currency',
    customerId: 'customer.id',
    createdAt: 'createdAt',
  },
  booked: (previous) =>
    isSettled(previous)
      ? [
          'intendedAmount', 'discountAmount', 'taxAmount', 'platformFeeAmount', 'processingFeeAmount', 'totalAmount',
          'settledAmount', 'presentmentCurrency', 'presentmentAmount', 'exchangeRate', 'completedAt',
        ]
      : [], // prettier-ignore
};

/** Not only the payments that have lines: also those that refunds and disputes are of. */
async function loadPayments(
  transaction: StoreTransaction,
  _lines: readonly ActivityLine<Payment>[],
  { books: { payment: book } }: Batch,
): Promise<void> {
  if (book.ids.size > 0) enterRecorded(book, await findPayments(transaction, [...book.ids]));
}

function applyPayment(line: ActivityLine<Payment>, batch: Batch): boolean {
  return applyState(line, batch, batch.books.payment, {
    judge(previous, next, refuse) {
      if (previous) {
        refuseStep('payment', PAYMENT_TRANSITIONS, previous.status, next.status, refuse);
        refuseChange(CHANGES, previous, next, refuse);
      }
      if (books(previous, next) && next.currency !== batch.currency) {
        refuse('currency', `must be ${batch.currency}, the store's, in a payment that is ${next.status}`);
      }
    },
    entries: (payment) => BOOKING_RULES.payment(payment),
  });
}

async function savePayments(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Payment>[],
  batch: Batch,
): Promise<void> {
  const book = batch.books.payment;
  const customerIds = addedTo(book).map(({ customerId }) => customerId);
  const register = { find: findCustomerIds, insert: insertCustomers };
  const taken = await registerIds(transaction, register, customerIds);
  const isBlocked = ({ customerId }: Payment): boolean => customerId !== null && taken.has(customerId);
  refuseTaken(lines, batch, 'customer.id', isBlocked);
  book.unwritten = await saveBook(book, lines, batch, {
    isBlocked,
    insert: (payments) => insertPayments(transaction, payments),
    update: (payments) => updatePayments(transaction, payments),
  });
}

function books(previous: Payment | undefined, next: Payment): boolean {
  return isSettled(next) && !(previous && isSettled(previous));
}

function isSettled(payment: Payment): boolean {
  return PAYMENT_SETTLED_STATUSES.has(payment.status);
}
