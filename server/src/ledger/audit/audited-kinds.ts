import type { BookedObjects } from '../../db/booked-objects.ts';
import type { LedgerEntryType } from '../../domain/ledger-entry-type.ts';
import { BOOKING_RULES } from '../booking-rules.ts';
import type { EntryDraft } from '../chain-entries.ts';

/** A kind of object beside the types of its entries, and the entries that an object must have. */
export type AuditedKind<Kind extends keyof BookedObjects> = {
  kind: Kind;
  types: readonly LedgerEntryType[];
  entries(object: BookedObjects[Kind]): EntryDraft[];
  /** Whether the note of an entry is the object's own; notes of our own may be worded otherwise by another version. */
  noteIsOfObject: boolean;
};

/** Between them they have every type but the opening balance, which no object is behind. */
export const AUDITED_KINDS: { readonly [Kind in keyof BookedObjects]: AuditedKind<Kind> } = {
  payment: {
    kind: 'payment',
    types: ['PAYMENT_RECEIVED'],
    noteIsOfObject: false,
    entries: BOOKING_RULES.payment,
  },
  refund: {
    kind: 'refund',
    types: ['REFUND_INSTANT', 'REFUND_ASYNC', 'REFUND_EXTERNAL'],
    noteIsOfObject: false,
    entries: (refund) => BOOKING_RULES.refund(refund, paymentOf(refund)),
  },
  dispute: {
    kind: 'dispute',
    types: ['DISPUTE_CREATED', 'DISPUTE_WON', 'DISPUTE_PREVENTED'],
    noteIsOfObject: false,
    entries: (dispute) => BOOKING_RULES.dispute(dispute, paymentOf(dispute)),
  },
  payout: {
    kind: 'payout',
    types: ['PAYOUT', 'PAYOUT_RETURNED'],
    noteIsOfObject: false,
    // Only of one that is REJECTED the state does not say whether it was booked; then both columns and entries do.
    entries: (payout) => BOOKING_RULES.payout(payout, payout.status !== 'REJECTED' || payout.hasTieOut),
  },
  adjustment: {
    kind: 'adjustment',
    types: ['ADJUSTMENT'],
    noteIsOfObject: true,
    entries: BOOKING_RULES.adjustment,
  },
};

/** A payment that is gone has no order; its entries then name one too many. */
function paymentOf(object: { paymentId: string; orderId: string | null }): { id: string; orderId: string } {
  return { id: object.paymentId, orderId: object.orderId ?? '' };
}
