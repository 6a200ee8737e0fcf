import { newId } from '../../domain/id.ts';
import { formatInstant } from '../../domain/instant.ts';
import { DAY_MS, HOUR_MS } from '../../domain/limits.ts';
import type { PayoutLine } from './activity-line.ts';
import type { DemoEvent } from './demo-event.ts';
import type { SeededRandom } from './seeded-random.ts';

const FEE = { permille: 1, fixed: 25 };
const RISK_LEFT_OUT_SHARE = 0.1;
const REASONS = {
  FAILED: 'Bank did not answer: timeout, "try later"',
  REJECTED: '-R03- No such account, or account closed',
  RETURNED: 'Returned by the receiving bank; name does not match',
};

/** Where a payout ends; REFUSED_AT_ONCE is first seen as REJECTED and never touches the balance. */
export type PayoutCourse =
  'COMPLETED' | 'FAILED' | 'REJECTED' | 'REFUSED_AT_ONCE' | 'RETURNED' | 'UNDER_WAY' | 'ASKED';

export type PayoutRequest = {
  readonly at: number;
  readonly course: PayoutCourse;
  readonly amount: number;
  readonly currency: string;
  readonly bankAccount: NonNullable<PayoutLine['bankAccount']>;
};

/** All states of one payout with their effect on the balance. */
export function payoutEvents(random: SeededRandom, request: PayoutRequest): DemoEvent[] {
  const { at, course, amount } = request;
  const line = requestedPayout(random, request);
  const asked: DemoEvent = { at, line, balanceChange: -amount };
  const processing: DemoEvent = {
    at: at + random.between(HOUR_MS / 2, 8 * HOUR_MS),
    line: { ...line, status: 'PROCESSING' },
    balanceChange: 0,
  };
  const doneAt = processing.at + random.between(6 * HOUR_MS, 30 * HOUR_MS);
  const completed: PayoutLine = { ...line, status: 'COMPLETED', completedAt: formatInstant(doneAt) };
  const done: DemoEvent = { at: doneAt, line: completed, balanceChange: 0 };
  switch (course) {
    case 'COMPLETED':
      return [asked, processing, done];
    case 'FAILED':
      return [asked, processing, undone(line, 'FAILED', doneAt)];
    case 'REJECTED':
      return [asked, undone(line, 'REJECTED', doneAt)];
    case 'REFUSED_AT_ONCE':
      return [{ ...undone(line, 'REJECTED', at), balanceChange: 0 }];
    case 'RETURNED':
      return [asked, processing, done, undone(completed, 'RETURNED', doneAt + random.between(1, 2 * DAY_MS))];
    case 'UNDER_WAY':
      return [asked, processing];
    case 'ASKED':
      return [asked];
  }
}

function requestedPayout(
  random: SeededRandom,
  { at, amount, currency, bankAccount }: PayoutRequest,
): PayoutLine {
  return {
    object: 'payout',
    id: newId('pto', at, random.bytes),
    status: 'PENDING',
    amount,
    feeAmount: Math.round((amount * FEE.permille) / 1_000) + FEE.fixed,
    currency,
    createdAt: formatInstant(at),
    pspReference: `tr_${random.between(10 ** 11, 10 ** 12 - 1)}`,
    ...(!random.chance(RISK_LEFT_OUT_SHARE) && { riskScore: Math.floor(100 * random.unit() ** 3) }),
    bankAccount,
  };
}

function undone(line: PayoutLine, status: keyof typeof REASONS, at: number): DemoEvent {
  return {
    at,
    line: { ...line, status, resolvedAt: formatInstant(at), failureReason: REASONS[status] },
    balanceChange: line.amount,
  };
}
