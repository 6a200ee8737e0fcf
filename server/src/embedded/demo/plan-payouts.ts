import { newId } from '../../domain/id.ts';
import { DAY_MS, HOUR_MS } from '../../domain/limits.ts';
import type { DemoEvent } from './demo-event.ts';
import { payoutEvents, type PayoutCourse, type PayoutRequest } from './payout-events.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Tuesdays and Fridays, nine in the morning in New York. */
const WEEKDAYS = [2, 5];
const HOUR_UTC = 14;
/** Two asked for by hand, too new to be done: the first is under way, the last has only been asked for. */
const UNDER_WAY_BEFORE_MS = 20 * HOUR_MS;
const ASKED_BEFORE_MS = 3 * HOUR_MS;
const SHARE_PERCENT = { lowest: 82, highest: 97 };
const SMALLEST = 1_000;

/** What becomes of the first payouts, in turn; all later ones complete until the round begins anew. */
const COURSES: readonly PayoutCourse[] = [
  'COMPLETED', 'COMPLETED', 'FAILED', 'COMPLETED', 'COMPLETED', 'REFUSED_AT_ONCE', 'COMPLETED', 'COMPLETED', 'RETURNED',
  'COMPLETED', 'COMPLETED', 'REJECTED', 'COMPLETED', 'COMPLETED', 'COMPLETED',
]; // prettier-ignore

/**
 * Payouts that empty most of what the balance holds when they are asked for. `events` is all else that happens, in
 * order of time.
 */
export function planPayouts(
  random: SeededRandom,
  events: readonly DemoEvent[],
  shop: { start: number; until: number; currency: string; openingBalance: number },
): DemoEvent[] {
  const banks = ['Harbor Savings Bank, N.A.', 'Crédit Maritime "Le Port"'].map((bankName) => ({
    id: newId('bnk', shop.start - random.between(1, 400 * DAY_MS), random.bytes),
    bankName,
    lastFour: String(random.between(0, 9_999)).padStart(4, '0'),
    country: 'US',
  }));
  const planned: DemoEvent[] = [];
  const balanceAt = followBalance(events, shop.openingBalance);
  requests(shop).forEach(({ at, course }, nth) => {
    const returned = planned.reduce((sum, event) => (event.at <= at ? sum + event.balanceChange : sum), 0);
    const share = random.between(SHARE_PERCENT.lowest, SHARE_PERCENT.highest) / 100;
    const amount = Math.floor((balanceAt(at) + returned) * share);
    if (amount < SMALLEST) return;
    const bankAccount = banks[nth % 7 === 4 ? 1 : 0] as (typeof banks)[number];
    const request: PayoutRequest = { at, course, amount, currency: shop.currency, bankAccount };
    planned.push(...payoutEvents(random, request).filter((event) => event.at <= shop.until));
  });
  return planned;
}

function requests({
  start,
  until,
}: {
  start: number;
  until: number;
}): { at: number; course: PayoutCourse }[] {
  const list: { at: number; course: PayoutCourse }[] = [];
  const firstDay = Math.ceil(start / DAY_MS) * DAY_MS;
  for (let day = firstDay; day + DAY_MS <= until - UNDER_WAY_BEFORE_MS; day += DAY_MS) {
    if (!WEEKDAYS.includes(new Date(day).getUTCDay())) continue;
    list.push({
      at: day + HOUR_UTC * HOUR_MS,
      course: COURSES[list.length % COURSES.length] as PayoutCourse,
    });
  }
  if (until - UNDER_WAY_BEFORE_MS > start) {
    list.push({ at: until - UNDER_WAY_BEFORE_MS, course: 'UNDER_WAY' });
    list.push({ at: until - ASKED_BEFORE_MS, course: 'ASKED' });
  }
  return list;
}

/** Answers with the balance at ever later instants, going over the events once. */
function followBalance(events: readonly DemoEvent[], openingBalance: number): (at: number) => number {
  let balance = openingBalance;
  let next = 0;
  return (at) => {
    for (let event = events[next]; event !== undefined && event.at <= at; event = events[next]) {
      balance += event.balanceChange;
      next += 1;
    }
    return balance;
  };
}
