import { findCustomerIds, insertCustomers } from '../../../db/customers.ts';
import { findPayments, insertPayments, type Payment, updatePayments } from '../../../db/payments.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { PAYMENT_SETTLED_STATUSES, PAYMENT_TRANSITIONS } from '../../../domain/payment-state.ts';
import type { EntryDraft } from '../../append.ts';
import type { ActivityKind, ActivityLine, Batch, ReportFault } from '../activity-kind.ts';
import { isSameState } from '../is-same-state.ts';
import { readPayment } from './payment-line.ts';

/** Payments: each is booked once, with what it settles, when it is first seen as completed. */
export const PAYMENT: ActivityKind<Payment> = {
  object: 'payment',
  book: (batch) => batch.payments,
  read: readPayment,
  load: loadPayments,
  apply: applyPayment,
  save: savePayments,
};

/** Fixed from the first line on; the names that the feed has for them. */
const REFERENCES = {
  orderId: 'orderId',
  orderNumber: 'orderNumber',
  currency: 'currency',
  customerId: 'customer.id',
  createdAt: 'createdAt',
} as const satisfies Partial<Record<keyof Payment, string>>;

/** Fixed once the payment is in the balance. */
const BOOKED_FIELDS = [
  'intendedAmount', 'discountAmount', 'taxAmount', 'platformFeeAmount', 'processingFeeAmount', 'totalAmount',
  'settledAmount', 'presentmentCurrency', 'presentmentAmount', 'exchangeRate', 'completedAt',
] as const satisfies readonly (keyof Payment)[]; // prettier-ignore

async function loadPayments(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Payment>[],
  batch: Batch,
): Promise<void> {
  const ids = [...new Set(lines.map((line) => line.state.id))];
  for (const payment of await findPayments(transaction, ids)) {
    batch.payments.recorded.set(payment.id, payment);
    batch.payments.current.set(payment.id, payment);
  }
}

function applyPayment(line: ActivityLine<Payment>, batch: Batch): boolean {
  const next = line.state;
  const previous = batch.payments.current.get(next.id);
  if (previous && isSameState(previous, next)) return false;
  let refused = false;
  const refuse: ReportFault = (field, message) => {
    refused = true;
    batch.faults.push({ line: line.number, field, message });
  };
  if (previous) refuseChange(previous, next, refuse);
  const books = isSettled(next) && !(previous && isSettled(previous));
  if (books && next.currency !== batch.currency) {
    refuse('currency', `must be ${batch.currency}, the store's, in a payment that is ${next.status}`);
  }
  if (refused) return false;
  batch.payments.current.set(next.id, next);
  if (books) batch.drafts.push({ line: line.number, draft: paymentReceived(next) });
  return true;
}

function refuseChange(previous: Payment, next: Payment, refuse: ReportFault): void {
  if (next.status !== previous.status && !PAYMENT_TRANSITIONS[previous.status].includes(next.status)) {
    refuse('status', `cannot become ${next.status}: the payment is ${previous.status}`);
  }
  for (const [field, name] of Object.entries(REFERENCES) as [keyof typeof REFERENCES, string][]) {
    if (next[field] !== previous[field]) refuse(name, 'never changes, and differs from what is recorded');
  }
  if (!isSettled(previous)) return;
  for (const field of BOOKED_FIELDS) {
    if (next[field] !== previous[field]) refuse(field, 'cannot change any more: the payment is booked');
  }
}

function paymentReceived(payment: Payment): EntryDraft {
  return {
    type: 'PAYMENT_RECEIVED',
    amount: payment.settledAmount as number,
    eventAt: payment.completedAt as number,
    note: 'Payment received',
    orderId: payment.orderId,
    paymentId: payment.id,
  };
}

/** In the order of their ids, so that batches of two stores that send the same new ids cannot wait for each other. */
async function savePayments(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Payment>[],
  batch: Batch,
): Promise<void> {
  const { recorded, current } = batch.payments;
  const changed = [...current.values()]
    .filter((payment) => recorded.get(payment.id) !== payment)
    .toSorted(byId);
  const added = changed.filter((payment) => !recorded.has(payment.id));
  const taken = await saveCustomers(transaction, added);
  if (taken.size > 0) {
    refuseTaken(lines, batch, 'customer.id', (payment) => taken.has(payment.customerId ?? ''));
    return;
  }
  if (added.length > 0) {
    const inserted = await insertPayments(transaction, added);
    const ids = new Set(added.map((payment) => payment.id));
    refuseTaken(lines, batch, 'id', ({ id }) => ids.has(id) && !inserted.has(id));
  }
  const updated = changed.filter((payment) => recorded.has(payment.id));
  if (updated.length > 0) await updatePayments(transaction, updated);
}

/** Registers the customers of new payments and resolves to the ids that belong to another store. */
async function saveCustomers(
  transaction: StoreTransaction,
  payments: readonly Payment[],
): Promise<Set<string>> {
  const ids = [...new Set(payments.map((payment) => payment.customerId).filter((id) => id !== null))];
  if (ids.length === 0) return new Set();
  const known = await findCustomerIds(transaction, ids);
  const missing = ids.filter((id) => !known.has(id)).toSorted();
  if (missing.length === 0) return new Set();
  const inserted = await insertCustomers(transaction, missing);
  return new Set(missing.filter((id) => !inserted.has(id)));
}

function refuseTaken(
  lines: readonly ActivityLine<Payment>[],
  batch: Batch,
  field: string,
  isTaken: (payment: Payment) => boolean,
): void {
  for (const line of lines) {
    if (isTaken(line.state)) batch.faults.push({ line: line.number, field, message: 'is in use elsewhere' });
  }
}

function isSettled(payment: Payment): boolean {
  return PAYMENT_SETTLED_STATUSES.has(payment.status);
}

function byId(one: Payment, other: Payment): number {
  return one.id < other.id ? -1 : 1;
}
