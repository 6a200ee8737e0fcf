import { newId } from '../../domain/id.ts';
import { formatInstant } from '../../domain/instant.ts';
import { DAY_MS, HOUR_MS } from '../../domain/limits.ts';
import type { RefundLine } from './activity-line.ts';
import type { CompletedPayment } from './complete-payment.ts';
import type { DemoEvent } from './demo-event.ts';
import type { SeededRandom } from './seeded-random.ts';
import { weightedChoice } from './weighted-choice.ts';

const FIRST_WITHIN_MS = 24 * DAY_MS;
const NEXT_WITHIN_MS = 4 * DAY_MS;
/** Below this, in the smallest unit, a sale is given back whole or not at all. */
const PARTIAL_FROM = 100;

type Mode = NonNullable<RefundLine['mode']>;
type Part = { readonly share: number; readonly fails?: true };

/** How a refund goes: the shares of the total, one refund each. A share of 1 is all that is left. */
const COURSES: readonly { parts: readonly Part[]; weight: number }[] = [
  { parts: [{ share: 1 }], weight: 50 },
  { parts: [{ share: 0.3 }], weight: 15 },
  { parts: [{ share: 0.5 }], weight: 12 },
  { parts: [{ share: 0.25 }, { share: 0.4 }], weight: 7 },
  { parts: [{ share: 0.2 }, { share: 0.3 }, { share: 1 }], weight: 6 },
  { parts: [{ share: 1, fails: true }, { share: 1 }], weight: 6 },
  { parts: [{ share: 0.6, fails: true }], weight: 4 },
];
const drawCourse = weightedChoice(COURSES, (course) => course.weight);

const MODES: readonly Mode[] = ['INSTANT', 'INSTANT', 'INSTANT', 'INSTANT', 'ASYNC', 'ASYNC', 'EXTERNAL'];
const RESOLVED_WITHIN_MS: Readonly<Record<Mode, number>> = {
  INSTANT: 20_000,
  ASYNC: 5 * DAY_MS,
  EXTERNAL: 36 * HOUR_MS,
};
const REASONS = [
  'REQUESTED_BY_CUSTOMER',
  'REQUESTED_BY_CUSTOMER',
  'REQUESTED_BY_CUSTOMER',
  'DUPLICATE',
  'FRAUDULENT',
  undefined,
];
/** INSTANT is the default, and some platforms leave it out. */
const MODE_LEFT_OUT_SHARE = 0.3;

/** Everything that happens, until `until`, when this payment is given back, whole or in parts, one after the other. */
export function planRefunds(
  random: SeededRandom,
  { line: payment, at }: { line: CompletedPayment; at: number },
  until: number,
): DemoEvent[] {
  const { parts } =
    payment.totalAmount < PARTIAL_FROM ? (COURSES[0] as (typeof COURSES)[number]) : drawCourse(random);
  const events: DemoEvent[] = [];
  let left = payment.totalAmount;
  let createdAt = at + random.between(HOUR_MS / 4, FIRST_WITHIN_MS);
  for (const { share, fails } of parts) {
    const amount = share === 1 ? left : Math.floor(payment.totalAmount * share);
    const mode = random.pick(MODES);
    const resolvedAt = createdAt + random.between(RESOLVED_WITHIN_MS[mode] / 10, RESOLVED_WITHIN_MS[mode]);
    events.push(
      ...refundEvents(random, payment.id, { amount, mode, createdAt, resolvedAt, fails: fails ?? false }),
    );
    if (!fails) left -= amount;
    if (left === 0)
      events.push({ at: resolvedAt, line: { ...payment, status: 'REFUNDED' }, balanceChange: 0 });
    createdAt = resolvedAt + random.between(HOUR_MS / 4, NEXT_WITHIN_MS);
  }
  return events.filter((event) => event.at <= until);
}

function refundEvents(
  random: SeededRandom,
  paymentId: string,
  refund: { amount: number; mode: Mode; createdAt: number; resolvedAt: number; fails: boolean },
): DemoEvent[] {
  const reason = random.pick(REASONS);
  const line: RefundLine = {
    object: 'refund',
    id: newId('rfd', refund.createdAt, random.bytes),
    paymentId,
    status: 'PROCESSING',
    amount: refund.amount,
    createdAt: formatInstant(refund.createdAt),
    ...(reason !== undefined && { reason }),
    ...(!(refund.mode === 'INSTANT' && random.chance(MODE_LEFT_OUT_SHARE)) && { mode: refund.mode }),
  };
  const started: DemoEvent = { at: refund.createdAt, line, balanceChange: 0 };
  const resolved: DemoEvent = {
    at: refund.resolvedAt,
    line: {
      ...line,
      status: refund.fails ? 'FAILED' : 'COMPLETED',
      resolvedAt: formatInstant(refund.resolvedAt),
    },
    balanceChange: refund.fails ? 0 : -refund.amount,
  };
  return refund.mode === 'INSTANT' && !refund.fails ? [resolved] : [started, resolved];
}
