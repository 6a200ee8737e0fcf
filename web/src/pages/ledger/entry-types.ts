import type { DataOf } from '@daybook/client';

export type LedgerEntry = DataOf<'GET /v2/stores/{storeId}/payouts/ledger'>['items'][number];

/** The types of entries, in the order in which somebody looks for them. */
export const ENTRY_TYPES = ['OPENING_BALANCE', 'PAYMENT_RECEIVED', 'REFUND_INSTANT', 'REFUND_ASYNC', 'REFUND_EXTERNAL', 'DISPUTE_CREATED', 'DISPUTE_WON', 'DISPUTE_PREVENTED', 'PAYOUT', 'PAYOUT_RETURNED', 'ADJUSTMENT'] as const; // prettier-ignore

/** `Payment received` */
export function entryTitle(type: string): string {
  const words = type.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
