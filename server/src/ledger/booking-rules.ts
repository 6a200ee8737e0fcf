import type { Adjustment } from '../db/adjustments.ts';
import type { Dispute } from '../db/disputes.ts';
import type { Payment } from '../db/payments.ts';
import type { Payout } from '../db/payouts.ts';
import type { Refund } from '../db/refunds.ts';
import { PAYMENT_SETTLED_STATUSES } from '../domain/payment-state.ts';
import { PAYOUT_UNDONE_STATUSES } from '../domain/payout-state.ts';
import type { EntryDraft } from './chain-entries.ts';

/** The payment that a refund or a dispute is of. */
type OfPayment = Pick<Payment, 'id' | 'orderId'>;

/**
 * The booking rules of `docs/ledger.md`: every entry that a thing in this state has booked since it was first seen, in
 * order. A later state begins with the entries of the one before it, so what a step books is what it adds.
 */
export const BOOKING_RULES = {
  payment: (payment: Pick<Payment, 'id' | 'orderId' | 'status' | 'settledAmount' | 'completedAt'>) =>
    PAYMENT_SETTLED_STATUSES.has(payment.status) ? [received(payment)] : [],
  refund: (refund: Pick<Refund, 'id' | 'status' | 'mode' | 'amount' | 'resolvedAt'>, of: OfPayment) =>
    refund.status === 'COMPLETED' ? [refunded(refund, of)] : [],
  dispute: disputed,
  payout: paidOut,
  adjustment: (adjustment: Pick<Adjustment, 'id' | 'amount' | 'note' | 'createdAt'>) => [
    adjusted(adjustment),
  ],
} as const;

function received(payment: Parameters<typeof BOOKING_RULES.payment>[0]): EntryDraft {
  return {
    type: 'PAYMENT_RECEIVED',
    amount: payment.settledAmount as number,
    eventAt: payment.completedAt as number,
    note: 'Payment received',
    orderId: payment.orderId,
    paymentId: payment.id,
  };
}

function refunded(refund: Parameters<typeof BOOKING_RULES.refund>[0], of: OfPayment): EntryDraft {
  return {
    type: `REFUND_${refund.mode}`,
    amount: -refund.amount,
    eventAt: refund.resolvedAt as number,
    note: 'Refund',
    orderId: of.orderId,
    paymentId: of.id,
    refundId: refund.id,
  };
}

/** A dispute that is first seen as decided was opened before. */
function disputed(
  dispute: Pick<Dispute, 'id' | 'status' | 'amount' | 'feeAmount' | 'createdAt' | 'resolvedAt'>,
  of: OfPayment,
): EntryDraft[] {
  const references = { orderId: of.orderId, paymentId: of.id, disputeId: dispute.id };
  const taken = {
    amount: -(dispute.amount + dispute.feeAmount),
    eventAt: dispute.createdAt,
    ...references,
  };
  if (dispute.status === 'PREVENTED')
    return [{ type: 'DISPUTE_PREVENTED', ...taken, note: 'Dispute prevented' }];
  const opened: EntryDraft = { type: 'DISPUTE_CREATED', ...taken, note: 'Dispute opened' };
  if (dispute.status !== 'WON') return [opened];
  const back = { amount: dispute.amount, eventAt: dispute.resolvedAt as number, ...references };
  return [opened, { type: 'DISPUTE_WON', ...back, note: 'Dispute won' }];
}

const RETURN_NOTES: Readonly<Partial<Record<Payout['status'], string>>> = {
  FAILED: 'Payout failed, money back in the balance',
  REJECTED: 'Payout rejected, money back in the balance',
  RETURNED: 'Payout returned by the bank, money back in the balance',
};

/** `isBooked`: it ever left the balance, as all do but those first seen as REJECTED. */
function paidOut(
  payout: Pick<Payout, 'id' | 'status' | 'amount' | 'createdAt' | 'resolvedAt'>,
  isBooked: boolean,
): EntryDraft[] {
  const { id: payoutId, status, amount, createdAt, resolvedAt } = payout;
  if (!isBooked) return [];
  const note = 'Payout to the bank account';
  const taken: EntryDraft = { type: 'PAYOUT', amount: -amount, eventAt: createdAt, note, payoutId };
  if (!PAYOUT_UNDONE_STATUSES.has(status)) return [taken];
  const back = { amount, eventAt: resolvedAt as number, note: RETURN_NOTES[status] as string };
  return [taken, { type: 'PAYOUT_RETURNED', ...back, payoutId }];
}

function adjusted({
  id,
  amount,
  note,
  createdAt,
}: Parameters<typeof BOOKING_RULES.adjustment>[0]): EntryDraft {
  return { type: 'ADJUSTMENT', amount, eventAt: createdAt, note, adjustmentId: id };
}
