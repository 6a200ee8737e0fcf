import type { ActivityKind } from './activity-kind.ts';
import { ADJUSTMENT } from './kinds/adjustment.ts';
import { DISPUTE } from './kinds/dispute.ts';
import { PAYMENT } from './kinds/payment.ts';
import { PAYOUT } from './kinds/payout.ts';
import { REFUND } from './kinds/refund.ts';

/** What a platform can tell Daybook about, by the value of the line's `object`. Order: what others refer to, first. */
export const ACTIVITY_KINDS: readonly ActivityKind<{ id: string }>[] = [
  PAYMENT,
  REFUND,
  DISPUTE,
  PAYOUT,
  ADJUSTMENT,
];
