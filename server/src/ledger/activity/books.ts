import type { Adjustment } from '../../db/adjustments.ts';
import type { Dispute } from '../../db/disputes.ts';
import type { Payment } from '../../db/payments.ts';
import type { Payout } from '../../db/payouts.ts';
import type { Refund } from '../../db/refunds.ts';

/** The objects of one kind that a batch touches: as the database has them, and as the lines so far leave them. */
export type Book<State> = { recorded: Map<string, State>; current: Map<string, State> };

/** A batch's books, by the `object` of their lines. */
export type Books = {
  payment: Book<Payment> & {
    /** Those that any line of the batch is about. */
    ids: ReadonlySet<string>;
    /** New ones that could not be written; what refers to them cannot be either. */
    unwritten: Set<string>;
  };
  refund: Book<Refund> & {
    /** What is refunded, or about to be, of a payment: all but the FAILED. */
    amounts: Map<string, number>;
  };
  dispute: Book<Dispute>;
  payout: Book<Payout> & {
    /** Those that are, or were, taken out of the balance: all but the ones first seen as REJECTED. */
    booked: Set<string>;
  };
  adjustment: Book<Adjustment>;
};

export function openBooks(paymentIds: ReadonlySet<string>): Books {
  return {
    payment: { ...openBook(), ids: paymentIds, unwritten: new Set() },
    refund: { ...openBook(), amounts: new Map() },
    dispute: openBook(),
    payout: { ...openBook(), booked: new Set() },
    adjustment: openBook(),
  };
}

/** Puts down what the database has. */
export function enterRecorded<State extends { id: string }>(
  book: Book<State>,
  states: readonly State[],
): void {
  for (const state of states) {
    book.recorded.set(state.id, state);
    book.current.set(state.id, state);
  }
}

function openBook<State>(): Book<State> {
  return { recorded: new Map(), current: new Map() };
}
