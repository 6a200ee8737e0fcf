import type { PaymentLine } from './activity-line.ts';
import { completePayment, type CompletedPayment } from './complete-payment.ts';
import type { DemoEvent } from './demo-event.ts';
import type { SeededRandom } from './seeded-random.ts';
import { HOUR_MS } from '../../domain/limits.ts';

const SECOND_MS = 1_000;

type Delay = { readonly shortest: number; readonly longest: number };

/** From order to money; a method that is missing here takes seconds. */
const DELAYS: Readonly<Record<string, Delay>> = {
  sepa_debit: { shortest: 20 * HOUR_MS, longest: 90 * HOUR_MS },
  boleto: { shortest: 5 * HOUR_MS, longest: 60 * HOUR_MS },
  konbini: { shortest: HOUR_MS, longest: 40 * HOUR_MS },
  ideal: { shortest: 15 * SECOND_MS, longest: 240 * SECOND_MS },
  pix: { shortest: 10 * SECOND_MS, longest: 400 * SECOND_MS },
};
const QUICK: Delay = { shortest: 2 * SECOND_MS, longest: 25 * SECOND_MS };
const ABANDONED: Delay = { shortest: 300 * SECOND_MS, longest: 2 * HOUR_MS };

const FAILED_SHARE = 0.07;
const CANCELLED_SHARE = 0.04;
/** Of the quick ones, how many are sent before they are settled. */
const SEEN_EARLY_SHARE = 0.05;
const PROCESSING_AFTER_MS = 1_500;

export type PlannedPayment = {
  readonly events: readonly DemoEvent[];
  /** Present once the money is in, and so refunds and disputes may follow. */
  readonly completed?: { readonly line: CompletedPayment; readonly at: number };
};

/** The states of one new payment that the platform sends, as far as they happen until `until`. */
export function planPayment(
  random: SeededRandom,
  payment: PaymentLine,
  times: { createdAt: number; until: number; stillOpen: boolean },
): PlannedPayment {
  const { createdAt, until } = times;
  const delay = DELAYS[payment.paymentMethod ?? ''] ?? QUICK;
  const status = outcome(random);
  const takes = status === 'CANCELLED' ? ABANDONED : delay;
  const finalAt = createdAt + random.between(takes.shortest, takes.longest);
  const isFinal = finalAt <= until && !times.stillOpen;
  const seenEarly = !isFinal || takes.shortest >= HOUR_MS || random.chance(SEEN_EARLY_SHARE);
  const early = seenEarly ? earlyEvents(random, payment, createdAt, Math.min(finalAt, until)) : [];
  if (!isFinal) return { events: early };
  if (status !== 'COMPLETED') {
    return { events: [...early, { at: finalAt, line: { ...payment, status }, balanceChange: 0 }] };
  }
  const line = completePayment(payment, finalAt);
  const event = { at: finalAt, line, balanceChange: line.settledAmount };
  return { events: [...early, event], completed: { line, at: finalAt } };
}

function outcome(random: SeededRandom): 'COMPLETED' | 'FAILED' | 'CANCELLED' {
  const drawn = random.unit();
  if (drawn < FAILED_SHARE) return 'FAILED';
  return drawn < FAILED_SHARE + CANCELLED_SHARE ? 'CANCELLED' : 'COMPLETED';
}

function earlyEvents(
  random: SeededRandom,
  payment: PaymentLine,
  createdAt: number,
  before: number,
): DemoEvent[] {
  const pending: DemoEvent = { at: createdAt, line: payment, balanceChange: 0 };
  const processingAt = createdAt + PROCESSING_AFTER_MS;
  if (processingAt > before || random.chance(0.4)) return [pending];
  return [pending, { at: processingAt, line: { ...payment, status: 'PROCESSING' }, balanceChange: 0 }];
}
