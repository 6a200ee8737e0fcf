export const DISPUTE_STATUSES = ['AWAITING_REVIEW', 'UNDER_REVIEW', 'WON', 'LOST', 'PREVENTED'] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

export const DISPUTE_REASONS = ['FRAUDULENT', 'PRODUCT_NOT_RECEIVED', 'PRODUCT_UNACCEPTABLE', 'SUBSCRIPTION_CANCELLED', 'DUPLICATE', 'CREDIT_NOT_PROCESSED', 'GENERAL'] as const; // prettier-ignore
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/** Which statuses may follow which. A dispute is PREVENTED at once or never. */
export const DISPUTE_TRANSITIONS: Readonly<Record<DisputeStatus, readonly DisputeStatus[]>> = {
  AWAITING_REVIEW: ['UNDER_REVIEW', 'WON', 'LOST'],
  UNDER_REVIEW: ['WON', 'LOST'],
  WON: [],
  LOST: [],
  PREVENTED: [],
};

/** Statuses in which it is decided, so that the platform must say when. */
export const DISPUTE_DECIDED_STATUSES: ReadonlySet<DisputeStatus> = new Set(['WON', 'LOST']);
