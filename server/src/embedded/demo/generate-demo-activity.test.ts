import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { ActivityLine, PaymentLine } from './activity-line.ts';
import { DEMO_STORE } from './demo-store.ts';
import { generateDemoActivity, type DemoActivityOptions } from './generate-demo-activity.ts';
import { GIFT_NOTES, NASTY_COUPONS, NASTY_MAILBOXES, NASTY_NAMES } from './nasty-texts.ts';

const UNTIL = Date.parse('2026-07-01T12:34:56.789Z');
const WHOLE: DemoActivityOptions = { ...DEMO_STORE, until: UNTIL };
const SMALL: DemoActivityOptions = { ...WHOLE, payments: 1_500 };
const NOT_SEEN: readonly string[] = [];

const lines = [...generateDemoActivity(WHOLE)];
const newest = [...new Map(lines.map((line) => [line.id, line])).values()];
const payments = newest.filter((line) => line.object === 'payment');
const sales = lines.filter((line): line is PaymentLine => line.object === 'payment');

test('the same seed and until give the same bytes, another seed or until gives others', () => {
  assert.equal(digest(SMALL), digest(SMALL));
  assert.notEqual(digest(SMALL), digest({ ...SMALL, seed: SMALL.seed + 1 }));
  assert.notEqual(digest(SMALL), digest({ ...SMALL, until: UNTIL + 1 }));
});

test('stores of two seeds share no id', () => {
  const ids = idsOf(generateDemoActivity(SMALL));
  const others = idsOf(generateDemoActivity({ ...SMALL, seed: SMALL.seed + 1 }));
  assert.deepEqual([...ids].filter((id) => others.has(id)), NOT_SEEN); // prettier-ignore
  assert.ok(ids.size > 3 * SMALL.payments);
});

test('asking for some objects gives the same lines without the others', () => {
  const some = [...generateDemoActivity({ ...SMALL, objects: ['payment', 'dispute'] })];
  const wanted = [...generateDemoActivity(SMALL)].filter(
    ({ object }) => object === 'payment' || object === 'dispute',
  );
  assert.deepEqual(some, wanted);
});

test('twenty thousand payments take less than two seconds of one processor', () => {
  const before = process.cpuUsage();
  const count = [...generateDemoActivity({ ...WHOLE, seed: 7 })].length;
  const { user, system } = process.cpuUsage(before);
  assert.ok(count > 20_000);
  assert.ok(user + system < 2_000_000, `${(user + system) / 1_000} ms`);
});

test('a shop is believable: how many payments, refunds, disputes and payouts there are, and how they end', () => {
  assert.equal(payments.length, DEMO_STORE.payments);
  const share = (object: ActivityLine['object'], ...statuses: string[]) =>
    newest.filter((line) => line.object === object && 'status' in line && statuses.includes(line.status))
      .length / DEMO_STORE.payments;
  within(share('payment', 'COMPLETED'), 0.84, 0.88);
  within(share('payment', 'FAILED'), 0.05, 0.09);
  within(share('payment', 'CANCELLED'), 0.025, 0.055);
  within(share('payment', 'PENDING', 'PROCESSING'), 0.000_2, 0.004);
  within(share('payment', 'REFUNDED'), 0.01, 0.025);
  within(share('refund', 'PROCESSING', 'COMPLETED', 'FAILED'), 0.028, 0.043);
  within(share('dispute', 'AWAITING_REVIEW', 'UNDER_REVIEW', 'WON', 'LOST', 'PREVENTED'), 0.004, 0.008);
  within(newest.filter(({ object }) => object === 'payout').length, 26, 32);
  within(newest.filter(({ object }) => object === 'adjustment').length, 8, 16);
  within(payments.filter(({ metadata }) => metadata).length / payments.length, 0.28, 0.38);
  within(sales.filter(({ settledAmount }) => (settledAmount ?? 0) < 0).length, 5, 200);
});

test('every status, reason and mode of refunds, disputes and payouts is there', () => {
  assert.deepEqual(missing('refund', 'status', 'PROCESSING COMPLETED FAILED'), NOT_SEEN);
  assert.deepEqual(missing('refund', 'mode', 'INSTANT ASYNC EXTERNAL'), NOT_SEEN);
  assert.deepEqual(missing('refund', 'reason', 'REQUESTED_BY_CUSTOMER DUPLICATE FRAUDULENT'), NOT_SEEN);
  assert.deepEqual(missing('dispute', 'status', 'AWAITING_REVIEW UNDER_REVIEW WON LOST PREVENTED'), NOT_SEEN);
  const reasons =
    'FRAUDULENT PRODUCT_NOT_RECEIVED PRODUCT_UNACCEPTABLE SUBSCRIPTION_CANCELLED DUPLICATE CREDIT_NOT_PROCESSED GENERAL';
  assert.deepEqual(missing('dispute', 'reason', reasons), NOT_SEEN);
  assert.deepEqual(
    missing('payout', 'status', 'PENDING PROCESSING COMPLETED FAILED REJECTED RETURNED'),
    NOT_SEEN,
  );
  const firstSeen = new Map(lines.toReversed().map((line) => [line.id, line]));
  assert.ok([...firstSeen.values()].some((line) => line.object === 'payout' && line.status === 'REJECTED'));
});

test('evenings, weekends and the great sale are busy, nights are slow', () => {
  const hours = Array.from({ length: 24 }, () => 0);
  const days = new Map<string, number>();
  for (const { createdAt } of payments) {
    hours[new Date(createdAt).getUTCHours()]! += 1;
    days.set(createdAt.slice(0, 10), (days.get(createdAt.slice(0, 10)) ?? 0) + 1);
  }
  assert.ok(hours[0]! > 8 * hours[8]!, 'seven in the evening against three in the night, in New York');
  const counts = [...days.values()].sort((a, b) => a - b);
  assert.ok(counts.at(-1)! > 3 * counts[50]!);
});

test('customers pay in many currencies, with rates as digits and amounts that the rates explain', () => {
  const seen = new Set(payments.map((payment) => payment.presentmentCurrency));
  for (const code of ['USD', 'EUR', 'GBP', 'JPY', 'KWD', 'BRL', 'INR', 'KRW'])
    assert.ok(seen.has(code), code);
  const foreign = payments.filter(({ presentmentCurrency }) => presentmentCurrency !== 'USD');
  for (const { presentmentCurrency, presentmentAmount, exchangeRate, totalAmount } of foreign) {
    assert.match(exchangeRate ?? '', /^\d+\.\d{4,8}$/);
    const dollars = (presentmentAmount! / minorUnits(presentmentCurrency!)) * Number(exchangeRate);
    assert.ok(
      Math.abs(dollars * 100 - totalAmount) <= 0.501 || totalAmount === 1,
      JSON.stringify({ dollars, totalAmount }),
    );
  }
  assert.ok(foreign.some(({ exchangeRate }) => exchangeRate?.endsWith('0')));
});

test('names come in every script, and all the nasty texts are there', () => {
  const names = new Set(payments.map(({ customer }) => customer?.name ?? ''));
  const all = [...names].join('\n');
  for (const script of 'Latin Cyrillic Greek Arabic Hebrew Devanagari Thai Han Hiragana Katakana Hangul'.split(
    ' ',
  )) {
    assert.match(all, new RegExp(`\\p{Script=${script}}{2}`, 'u'), script);
  }
  assert.match(all, /\p{Extended_Pictographic}/u);
  assert.match(all, /\u202E/);
  assert.match(all, /\u200B/);
  assert.deepEqual(NASTY_NAMES.filter((name) => !names.has(name)), NOT_SEEN); // prettier-ignore
  const coupons = new Set(payments.map(({ couponCode }) => couponCode));
  assert.deepEqual(NASTY_COUPONS.filter((code) => !coupons.has(code)), NOT_SEEN); // prettier-ignore
  const notes = new Set(payments.map(({ metadata }) => metadata?.['giftNote']));
  assert.deepEqual(GIFT_NOTES.filter((note) => !notes.has(note)), NOT_SEEN); // prettier-ignore
  const mailboxes = new Set(payments.map(({ customer }) => customer?.email.split('@')[0]));
  assert.deepEqual(NASTY_MAILBOXES.filter((mailbox) => !mailboxes.has(mailbox)), NOT_SEEN); // prettier-ignore
});

test('some customers return often, most do not', () => {
  const visits = new Map<string, number>();
  for (const { customer } of payments) {
    if (customer) visits.set(customer.id, (visits.get(customer.id) ?? 0) + 1);
  }
  const counts = [...visits.values()].sort((a, b) => b - a);
  within(counts[0]!, 50, 600);
  assert.ok(counts[Math.floor(counts.length / 2)]! <= 3);
});

function digest(options: DemoActivityOptions): string {
  const hash = createHash('sha256');
  for (const line of generateDemoActivity(options)) hash.update(JSON.stringify(line)).update('\n');
  return hash.digest('hex');
}

function idsOf(activity: Iterable<ActivityLine>): Set<string> {
  const ids = new Set<string>();
  for (const line of activity) {
    ids.add(line.id);
    if (line.object === 'payment')
      [line.orderId, line.orderNumber, line.customer?.id ?? line.id].forEach((id) => ids.add(id));
    if (line.object === 'payout' && line.bankAccount) ids.add(line.bankAccount.id);
  }
  return ids;
}

function missing(object: ActivityLine['object'], field: string, values: string): string[] {
  const seen = new Set(
    lines.filter((line) => line.object === object).map((line) => line[field as keyof ActivityLine]),
  );
  return values.split(' ').filter((value) => !(seen as Set<unknown>).has(value));
}

function within(value: number, lowest: number, highest: number): void {
  assert.ok(lowest <= value && value <= highest, `${value} is not within ${lowest} and ${highest}`);
}

function minorUnits(currency: string): number {
  return { JPY: 1, KRW: 1, KWD: 1_000 }[currency] ?? 100;
}
