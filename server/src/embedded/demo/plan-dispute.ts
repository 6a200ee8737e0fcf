import { newId } from '../../domain/id.ts';
import { formatInstant } from '../../domain/instant.ts';
import { DAY_MS } from '../../domain/limits.ts';
import type { DisputeLine } from './activity-line.ts';
import type { CompletedPayment } from './complete-payment.ts';
import type { DemoEvent } from './demo-event.ts';
import type { SeededRandom } from './seeded-random.ts';

const FEE = 1_500;
const OPENED_AFTER_MS = { shortest: 2 * DAY_MS, longest: 40 * DAY_MS };
const REVIEWED_AFTER_MS = { shortest: DAY_MS / 2, longest: 10 * DAY_MS };
const DECIDED_AFTER_MS = { shortest: 6 * DAY_MS, longest: 26 * DAY_MS };
const PREVENTED_SHARE = 0.12;
const REVIEWED_AT_ONCE_SHARE = 0.15;
const WON_SHARE = 0.42;
const PARTIAL_SHARE = 0.15;
const REASONS = [
  'FRAUDULENT',
  'FRAUDULENT',
  'FRAUDULENT',
  'PRODUCT_NOT_RECEIVED',
  'PRODUCT_NOT_RECEIVED',
  'PRODUCT_UNACCEPTABLE',
  'SUBSCRIPTION_CANCELLED',
  'DUPLICATE',
  'CREDIT_NOT_PROCESSED',
  'GENERAL',
];

/** Everything that happens, until `until`, when this payment is disputed. */
export function planDispute(
  random: SeededRandom,
  { line: payment, at }: { line: CompletedPayment; at: number },
  until: number,
): DemoEvent[] {
  const openedAt = later(random, at, OPENED_AFTER_MS);
  const reviewedAt = later(random, openedAt, REVIEWED_AFTER_MS);
  const decidedAt = later(random, reviewedAt, DECIDED_AFTER_MS);
  const won = random.chance(WON_SHARE);
  const opened = openedDispute(random, payment, openedAt);
  const disputed: DemoEvent = { at: openedAt, line: { ...payment, status: 'DISPUTED' }, balanceChange: 0 };
  const events: DemoEvent[] = [
    { at: openedAt, line: opened, balanceChange: -(opened.amount + opened.feeAmount) },
    disputed,
  ];
  if (opened.status === 'AWAITING_REVIEW') {
    events.push({ at: reviewedAt, line: { ...opened, status: 'UNDER_REVIEW' }, balanceChange: 0 });
  }
  if (opened.status !== 'PREVENTED') {
    const status = won ? 'WON' : 'LOST';
    const line: DisputeLine = { ...opened, status, resolvedAt: formatInstant(decidedAt) };
    events.push({ at: decidedAt, line, balanceChange: won ? opened.amount : 0 });
    if (won) events.push({ at: decidedAt, line: payment, balanceChange: 0 });
  }
  return events.filter((event) => event.at <= until);
}

function openedDispute(random: SeededRandom, payment: CompletedPayment, openedAt: number): DisputeLine {
  const partial = random.chance(PARTIAL_SHARE);
  const base = {
    object: 'dispute' as const,
    id: newId('dsp', openedAt, random.bytes),
    paymentId: payment.id,
    amount: partial ? Math.ceil(payment.totalAmount / 2) : payment.totalAmount,
    feeAmount: FEE,
    reason: random.pick(REASONS),
    createdAt: formatInstant(openedAt),
  };
  if (random.chance(PREVENTED_SHARE)) {
    return { ...base, status: 'PREVENTED', resolvedAt: formatInstant(openedAt) };
  }
  return { ...base, status: random.chance(REVIEWED_AT_ONCE_SHARE) ? 'UNDER_REVIEW' : 'AWAITING_REVIEW' };
}

function later(random: SeededRandom, than: number, by: { shortest: number; longest: number }): number {
  return than + random.between(by.shortest, by.longest);
}
