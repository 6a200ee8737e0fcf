/** What a ledger entry does to the balance; see `docs/ledger.md`. */
export const LEDGER_ENTRY_TYPES = [
  'OPENING_BALANCE',
  'PAYMENT_RECEIVED',
  'REFUND_INSTANT',
  'REFUND_ASYNC',
  'REFUND_EXTERNAL',
  'DISPUTE_CREATED',
  'DISPUTE_WON',
  'DISPUTE_PREVENTED',
  'PAYOUT',
  'PAYOUT_RETURNED',
  'ADJUSTMENT',
] as const;
export type LedgerEntryType = (typeof LEDGER_ENTRY_TYPES)[number];
