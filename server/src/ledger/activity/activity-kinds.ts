import type { ActivityKind } from './activity-kind.ts';
import { PAYMENT } from './kinds/payment.ts';

/** What a platform can tell Daybook about, by the value of the line's `object`. Order: what others refer to, first. */
export const ACTIVITY_KINDS: readonly ActivityKind<{ id: string }>[] = [PAYMENT];
