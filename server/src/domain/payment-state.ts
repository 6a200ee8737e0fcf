export const PAYMENT_STATUSES = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED'] as const; // prettier-ignore
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** Which statuses may follow which. Steps may be skipped forwards, never taken back, but for a dispute that is won. */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  PENDING: ['PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED'],
  PROCESSING: ['COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED'],
  COMPLETED: ['REFUNDED', 'DISPUTED'],
  FAILED: [],
  CANCELLED: [],
  REFUNDED: ['DISPUTED'],
  DISPUTED: ['COMPLETED', 'REFUNDED'],
};

/** Statuses in which a payment has been completed at some time, so that its settled amount is in the balance. */
export const PAYMENT_SETTLED_STATUSES: ReadonlySet<PaymentStatus> = new Set([
  'COMPLETED',
  'REFUNDED',
  'DISPUTED',
]);
