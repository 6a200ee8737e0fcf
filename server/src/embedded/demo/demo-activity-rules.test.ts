import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActivityLine, DisputeLine, PaymentLine, PayoutLine, RefundLine } from './activity-line.ts';
import { DEMO_STORE } from './demo-store.ts';
import { generateDemoActivity } from './generate-demo-activity.ts';

// The rules of docs/ledger.md once more, written independently of the importer.

const UNTIL = Date.parse('2026-07-01T12:34:56.789Z');
const SETTLED = ['COMPLETED', 'REFUNDED', 'DISPUTED'];
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const DOCUMENTATION_IP = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$|^2001:db8:[0-9a-f:]+$/;

const FOLLOWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  payment: {
    PENDING: 'PROCESSING COMPLETED FAILED CANCELLED',
    PROCESSING: 'COMPLETED FAILED CANCELLED',
    COMPLETED: 'REFUNDED DISPUTED',
    DISPUTED: 'COMPLETED',
  },
  refund: { PROCESSING: 'COMPLETED FAILED' },
  dispute: { AWAITING_REVIEW: 'UNDER_REVIEW WON LOST', UNDER_REVIEW: 'WON LOST' },
  payout: { PENDING: 'PROCESSING COMPLETED FAILED REJECTED RETURNED', PROCESSING: 'COMPLETED FAILED REJECTED RETURNED', COMPLETED: 'RETURNED' }, // prettier-ignore
};

const FIELDS: Readonly<Record<ActivityLine['object'], { required: string; optional: string }>> = {
  payment: {
    required: 'object id orderId orderNumber status currency intendedAmount totalAmount createdAt',
    optional:
      'completedAt discountAmount taxAmount platformFeeAmount processingFeeAmount settledAmount presentmentCurrency presentmentAmount exchangeRate pspReference couponCode customer metadata paymentMethod cardBrand cardLastFour',
  },
  refund: { required: 'object id paymentId status amount createdAt', optional: 'reason resolvedAt mode' },
  dispute: {
    required: 'object id paymentId status amount feeAmount reason createdAt',
    optional: 'resolvedAt',
  },
  payout: {
    required: 'object id status amount feeAmount currency createdAt',
    optional: 'completedAt resolvedAt pspReference riskScore bankAccount failureReason',
  },
  adjustment: { required: 'object id amount note createdAt', optional: '' },
};

/** Fields that may differ between two lines of one object; all others are said once and for all. */
const MAY_CHANGE = 'status completedAt resolvedAt failureReason settledAmount platformFeeAmount processingFeeAmount'.split(' '); // prettier-ignore

const STORES = [
  {
    seed: DEMO_STORE.seed,
    payments: DEMO_STORE.payments,
    days: DEMO_STORE.days,
    currency: 'USD',
    until: UNTIL,
  },
  { seed: 2, payments: 6_000, days: 100, currency: 'EUR', until: Date.parse('2026-03-01T00:00:00.000Z') },
  { seed: 3, payments: 3_000, days: 40, currency: 'JPY', until: Date.parse('2024-02-29T23:59:59.999Z') },
  { seed: 4, payments: 20, days: 2, currency: 'KWD', until: UNTIL },
];

for (const store of STORES) {
  test(`no line of ${store.payments} payments in ${store.currency} breaks a rule of the ledger`, () => {
    const known = new Map<string, ActivityLine>();
    const refunded = new Map<string, number>();
    for (const line of generateDemoActivity(store)) {
      const context = JSON.stringify(line);
      checkShape(line, context);
      checkTimes(line, store, context);
      checkChange(known.get(line.id), line, context);
      if (line.object === 'payment') checkPayment(line, store.currency, context);
      if (line.object === 'payout') checkPayout(line, store.currency, context);
      if (line.object === 'refund') checkRefund(line, known, refunded, context);
      if (line.object === 'dispute') checkDispute(line, known, context);
      if (line.object === 'adjustment') assert.doesNotMatch(line.note, FORMULA);
      if ('status' in line && line.status === 'REFUNDED')
        assert.equal(refunded.get(line.id), line.totalAmount, context);
      known.set(line.id, line);
    }
    assert.equal([...known.values()].filter(({ object }) => object === 'payment').length, store.payments);
  });

  test(`lines in ${store.currency} come in the order in which things happened, and payouts leave a balance`, () => {
    const booked = new Map<string, string>();
    let balance: number = DEMO_STORE.openingBalance;
    let previous = store.until - store.days * 86_400_000;
    for (const line of generateDemoActivity(store)) {
      for (const { at, amount } of bookings(line, booked.get(line.id))) {
        assert.ok(Date.parse(at) >= previous, JSON.stringify(line));
        previous = Date.parse(at);
        balance += amount;
      }
      if (line.object === 'payout') assert.ok(balance >= 0, JSON.stringify(line));
      booked.set(line.id, 'status' in line ? line.status : 'BOOKED');
    }
    assert.ok(balance >= 0);
  });
}

function checkShape(line: ActivityLine, context: string): void {
  const { required, optional } = FIELDS[line.object];
  const keys = Object.entries(line).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const allowed = [...required.split(' '), ...optional.split(' ')];
  assert.deepEqual(keys.filter((key) => !allowed.includes(key)), [], context); // prettier-ignore
  assert.deepEqual(required.split(' ').filter((key) => !keys.includes(key)), [], context); // prettier-ignore
  for (const [key, value] of Object.entries(line) as [string, unknown][]) {
    if (/id$/i.test(key)) assert.match(value as string, ID, context);
    if (/amount$/i.test(key)) assert.ok(Number.isSafeInteger(value), context);
    if (/amount$/i.test(key) && key !== 'settledAmount' && line.object !== 'adjustment') assert.ok((value as number) >= 0, context); // prettier-ignore
    if (typeof value === 'string')
      assert.ok(value.length <= 256 && value.isWellFormed() && !value.includes('\0'), context);
  }
}

function checkTimes(line: ActivityLine, store: { until: number; days: number }, context: string): void {
  for (const [key, value] of Object.entries(line)) {
    if (!key.endsWith('At')) continue;
    assert.equal(new Date(value as string).toISOString(), value, context);
    const at = Date.parse(value as string);
    assert.ok(
      store.until - store.days * 86_400_000 <= at && at <= store.until && at >= Date.parse(line.createdAt),
      context,
    );
  }
}

function checkChange(before: ActivityLine | undefined, line: ActivityLine, context: string): void {
  if (before === undefined) return;
  assert.ok('status' in before && 'status' in line, context);
  const followers = FOLLOWERS[line.object]?.[before.status]?.split(' ') ?? [];
  assert.ok(followers.includes(line.status), `${before.status} before ${context}`);
  const settled = before.object === 'payment' && SETTLED.includes(before.status);
  const free = settled ? ['status'] : MAY_CHANGE;
  const fixed = (of: ActivityLine) => JSON.stringify(Object.entries(of).filter(([key]) => !free.includes(key)).toSorted(([one], [other]) => (one < other ? -1 : 1))); // prettier-ignore
  assert.equal(fixed(line), fixed(before));
}

function checkPayment(line: PaymentLine, currency: string, context: string): void {
  const settled = SETTLED.includes(line.status);
  assert.equal(line.currency, currency);
  assert.equal(settled, line.completedAt !== undefined, context);
  assert.equal(settled, line.settledAmount !== undefined, context);
  assert.equal(
    line.intendedAmount - (line.discountAmount ?? 0) + (line.taxAmount ?? 0),
    line.totalAmount,
    context,
  );
  if (settled)
    assert.equal(line.settledAmount, line.totalAmount - line.platformFeeAmount! - line.processingFeeAmount!);
  assert.match(line.orderNumber, /^cs_[0-9a-z]{16}$/);
  assert.ok(Buffer.byteLength(JSON.stringify(line.metadata ?? {})) <= 8_192, context);
  if (!line.customer) return;
  assert.match(line.customer.id, ID);
  assert.match(line.customer.email, /^[^\s@"]+@example\.(com|org|net)$/);
  assert.match(line.customer.ip, DOCUMENTATION_IP);
  assert.match(line.customer.country, /^[A-Z]{2}$/);
  assert.ok(line.customer.name.length <= 256 && line.customer.name.isWellFormed(), context);
}

function checkRefund(
  line: RefundLine,
  known: Map<string, ActivityLine>,
  refunded: Map<string, number>,
  context: string,
): void {
  const payment = known.get(line.paymentId);
  assert.ok(payment?.object === 'payment' && SETTLED.includes(payment.status), context);
  assert.equal(line.status !== 'PROCESSING', line.resolvedAt !== undefined, context);
  assert.ok(line.amount > 0, context);
  const before = known.get(line.id);
  const change = (line.status === 'FAILED' ? 0 : line.amount) - (before ? line.amount : 0);
  refunded.set(line.paymentId, (refunded.get(line.paymentId) ?? 0) + change);
  assert.ok(refunded.get(line.paymentId)! <= payment.totalAmount, context);
}

function checkDispute(line: DisputeLine, known: Map<string, ActivityLine>, context: string): void {
  const payment = known.get(line.paymentId);
  assert.ok(payment?.object === 'payment' && SETTLED.includes(payment.status), context);
  assert.ok(line.amount > 0 && line.amount <= payment.totalAmount, context);
  assert.equal(['WON', 'LOST', 'PREVENTED'].includes(line.status), line.resolvedAt !== undefined, context);
}

function checkPayout(line: PayoutLine, currency: string, context: string): void {
  assert.equal(line.currency, currency);
  assert.ok(line.amount > line.feeAmount, context);
  assert.equal(['COMPLETED', 'RETURNED'].includes(line.status), line.completedAt !== undefined, context);
  assert.equal(
    ['FAILED', 'REJECTED', 'RETURNED'].includes(line.status),
    line.resolvedAt !== undefined,
    context,
  );
  const risk = line.riskScore ?? 0;
  assert.ok(Number.isInteger(risk) && risk >= 0 && risk <= 100, context);
}

/** What a line books, given the status seen before: the table of docs/ledger.md. */
function bookings(line: ActivityLine, before: string | undefined): { at: string; amount: number }[] {
  switch (line.object) {
    case 'payment':
      return line.status === 'COMPLETED' && before !== 'DISPUTED' ? [{ at: line.completedAt!, amount: line.settledAmount! }] : []; // prettier-ignore
    case 'refund':
      return line.status === 'COMPLETED' ? [{ at: line.resolvedAt!, amount: -line.amount }] : [];
    case 'dispute':
      if (before === undefined) return [{ at: line.createdAt, amount: -line.amount - line.feeAmount }];
      return line.status === 'WON' ? [{ at: line.resolvedAt!, amount: line.amount }] : [];
    case 'payout':
      if (before === undefined)
        return line.status === 'REJECTED' ? [] : [{ at: line.createdAt, amount: -line.amount }];
      return /FAILED|REJECTED|RETURNED/.test(line.status)
        ? [{ at: line.resolvedAt!, amount: line.amount }]
        : [];
    case 'adjustment':
      return [{ at: line.createdAt, amount: line.amount }];
  }
}
