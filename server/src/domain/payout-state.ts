export const PAYOUT_STATUSES = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'] as const; // prettier-ignore
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** Which statuses may follow which. The bank may send back even what had arrived. */
export const PAYOUT_TRANSITIONS: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  PENDING: ['PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'],
  PROCESSING: ['COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'],
  COMPLETED: ['RETURNED'],
  FAILED: [],
  REJECTED: [],
  RETURNED: [],
};

/** Statuses in which the money is back in the balance, if it ever left it. */
export const PAYOUT_UNDONE_STATUSES: ReadonlySet<PayoutStatus> = new Set(['FAILED', 'REJECTED', 'RETURNED']);
