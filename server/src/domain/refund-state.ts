export const REFUND_STATUSES = ['PROCESSING', 'COMPLETED', 'FAILED'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export const REFUND_REASONS = ['REQUESTED_BY_CUSTOMER', 'DUPLICATE', 'FRAUDULENT'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/** How the money goes back to the customer; it names the ledger entry's type. */
export const REFUND_MODES = ['INSTANT', 'ASYNC', 'EXTERNAL'] as const;
export type RefundMode = (typeof REFUND_MODES)[number];

/** Which statuses may follow which. */
export const REFUND_TRANSITIONS: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  PROCESSING: ['COMPLETED', 'FAILED'],
  COMPLETED: [],
  FAILED: [],
};
