import type { ActivityLine } from './activity-line.ts';
import { demoCustomers } from './demo-customers.ts';
import type { DemoEvent } from './demo-event.ts';
import { demoPayment } from './demo-payment.ts';
import { demoStart } from './demo-start.ts';
import { DEMO_STORE } from './demo-store.ts';
import { planAdjustments } from './plan-adjustments.ts';
import { planDispute } from './plan-dispute.ts';
import { planPayment } from './plan-payment.ts';
import { planPayouts } from './plan-payouts.ts';
import { planRefunds } from './plan-refunds.ts';
import { saleTimes } from './sale-times.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';

/** Of the completed payments; some of what they start comes after `until` and is not seen. */
const REFUND_SHARE = 0.036;
const DISPUTE_SHARE = 0.009;
/** The newest payments of all, still open whatever their method. */
const STILL_OPEN = 5;

export type DemoActivityOptions = {
  /** With `until` it decides everything, ids too: stores of different seeds never meet. */
  seed: number;
  /** Milliseconds since the Unix epoch; nothing happens later. */
  until: number;
  days: number;
  payments: number;
  /** The store's settlement currency. */
  currency: string;
  /** Which lines are wanted, all if not given. What happens stays the same. */
  objects?: readonly ActivityLine['object'][];
};

/** Believable activity of one shop: NDJSON-able lines in the order in which a platform would send them. */
export function* generateDemoActivity(options: DemoActivityOptions): Generator<ActivityLine> {
  const random = seededRandom(options.seed, options.until);
  const start = demoStart(options);
  const { until, currency } = options;
  const events = [...planSales(random, { ...options, start }), ...planAdjustments(random, { start, until })];
  events.sort(byTime);
  const shop = { start, until, currency, openingBalance: DEMO_STORE.openingBalance };
  const all = [...events, ...planPayouts(random, events, shop)].sort(byTime);
  for (const { line } of all) {
    if (options.objects?.includes(line.object) ?? true) yield line;
  }
}

function planSales(random: SeededRandom, options: DemoActivityOptions & { start: number }): DemoEvent[] {
  const { until, currency } = options;
  const drawCustomer = demoCustomers(random, options);
  const events: DemoEvent[] = [];
  saleTimes(random, options).forEach((createdAt, nth) => {
    const payment = demoPayment(random, drawCustomer(random), { createdAt, currency, nth });
    const stillOpen = nth >= options.payments - STILL_OPEN;
    const planned = planPayment(random, payment, { createdAt, until, stillOpen });
    events.push(...planned.events);
    if (planned.completed) events.push(...planAftermath(random, planned.completed, until));
  });
  return events;
}

function planAftermath(
  random: SeededRandom,
  completed: Parameters<typeof planRefunds>[1],
  until: number,
): DemoEvent[] {
  const drawn = random.unit();
  if (drawn < REFUND_SHARE) return planRefunds(random, completed, until);
  if (drawn < REFUND_SHARE + DISPUTE_SHARE) return planDispute(random, completed, until);
  return [];
}

/** The sort is stable: what one thing does at one instant stays in the order in which it was planned. */
function byTime(one: DemoEvent, other: DemoEvent): number {
  return one.at - other.at;
}
