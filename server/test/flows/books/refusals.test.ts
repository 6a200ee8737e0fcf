import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { countRows } from '../../support/count-rows.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { type Platform, platformOf } from '../../support/platform.ts';

type Line = Record<string, unknown>;
type Detail = { path: string; message: string };
/** What went before, the batch that is refused, and everything that is said about it. */
type Refusal = readonly [
  rule: string,
  before: readonly Line[],
  batch: readonly Line[],
  details: readonly Detail[],
];

const DAY = '2026-04-01T00:00:00.000Z';
const LATER = '2026-04-02T00:00:00.000Z';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const MAX = 2 ** 53 - 1;
const BOOKED = 'cannot change any more: the payment is booked';
const FIXED = 'never changes, and differs from what is recorded';

const at = (line: number, field: string, message: string): Detail => ({
  path: `line ${line}: ${field}`,
  message,
});
const PAID = paymentLine('pmt', DAY, { presentmentCurrency: 'EUR', presentmentAmount: 900 });
const OPEN = paymentLine('pmt', DAY, { status: 'PENDING', completedAt: undefined, settledAmount: undefined });
const REFUND = refundLine('rfd', 'pmt');
const DISPUTE = disputeLine('dsp', 'pmt');
const PAYOUT = payoutLine('pto');
const ADJUSTMENT = adjustmentLine('adj');

/** One for each rule of the feed, and those that no other test has. */
const RULES: readonly Refusal[] = [
  ['a status that cannot follow: of a payment', [PAID], [ADJUSTMENT, { ...PAID, status: 'PROCESSING' }], [at(2, 'status', 'cannot become PROCESSING: the payment is COMPLETED')]],
  ['a status that cannot follow: of a refund', [PAID, REFUND], [{ ...REFUND, status: 'FAILED' }], [at(1, 'status', 'cannot become FAILED: the refund is COMPLETED')]],
  ['a status that cannot follow: of a dispute', [PAID, DISPUTE], [{ ...DISPUTE, status: 'PREVENTED' }], [at(1, 'status', 'cannot become PREVENTED: the dispute is AWAITING_REVIEW')]],
  ['a status that cannot follow: of a payout', [{ ...PAYOUT, status: 'COMPLETED' }], [{ ...PAYOUT, status: 'FAILED', resolvedAt: DAY }], [at(1, 'status', 'cannot become FAILED: the payout is COMPLETED')]],
  ['a change to money that is booked: of a payment, what the customer saw', [PAID], [{ ...PAID, presentmentCurrency: 'JPY', presentmentAmount: 901 }], [at(1, 'presentmentCurrency', BOOKED), at(1, 'presentmentAmount', BOOKED)]],
  ['a change to money that is booked: of a refund', [PAID, REFUND], [{ ...REFUND, amount: 99 }], [at(1, 'amount', 'cannot change any more: the refund is booked')]],
  ['a change to money that is booked: of a dispute', [PAID, DISPUTE], [{ ...DISPUTE, amount: 1, feeAmount: 1 }], [at(1, 'amount', 'cannot change any more: the dispute is booked'), at(1, 'feeAmount', 'cannot change any more: the dispute is booked')]],
  ['a change to money that is booked: of a payout', [PAYOUT], [{ ...PAYOUT, amount: 1 }], [at(1, 'amount', 'cannot change any more: the payout is booked')]],
  ['a change to money that is booked: of an adjustment', [ADJUSTMENT], [{ ...ADJUSTMENT, amount: 1 }], [at(1, 'amount', 'cannot change any more: the adjustment is booked')]],
  ['a refund beyond what was paid', [PAID, { ...REFUND, amount: 600 }], [refundLine('rfd_2', 'pmt', { amount: 401 })], [at(1, 'amount', 'is beyond what was paid: the payment is of 1000, of which 600 are refunded')]],
  ['refunds of one batch that are beyond what was paid together', [], [PAID, { ...REFUND, amount: 600 }, refundLine('rfd_2', 'pmt', { amount: 401 })], [at(3, 'amount', 'is beyond what was paid: the payment is of 1000, of which 600 are refunded')]],
  ...['COMPLETED', 'REFUNDED', 'DISPUTED'].map((status): Refusal => [
    `another currency than the store's: of a payment first seen as ${status}`, [], [{ ...PAID, currency: 'EUR', status }], [at(1, 'currency', `must be USD, the store's, in a payment that is ${status}`)],
  ]),
  ["another currency than the store's: of a payment when it completes", [{ ...OPEN, currency: 'EUR' }], [{ ...PAID, currency: 'EUR' }], [at(1, 'currency', "must be USD, the store's, in a payment that is COMPLETED")]],
  ["another currency than the store's: of a payout", [], [{ ...PAYOUT, currency: 'EUR' }], [at(1, 'currency', "must be USD, the store's")]],
  ["another currency than the store's: of a payout that was REJECTED at once", [], [{ ...PAYOUT, currency: 'EUR', status: 'REJECTED', resolvedAt: DAY }], [at(1, 'currency', "must be USD, the store's")]],
  ["another currency than the store's: of what is disputed", [{ ...OPEN, currency: 'EUR' }], [DISPUTE], [at(1, 'paymentId', "must be a payment in USD, the store's currency")]],
  ["an event after the database's now", [], [{ ...PAID, createdAt: TOMORROW, completedAt: TOMORROW }, { ...PAYOUT, createdAt: TOMORROW }, { ...ADJUSTMENT, createdAt: TOMORROW }], [
    at(1, 'createdAt', 'is in the future'), at(1, 'completedAt', 'is in the future'), at(2, 'createdAt', 'is in the future'), at(3, 'createdAt', 'is in the future'),
  ]],
  ['a balance above what is exact', [{ ...ADJUSTMENT, amount: MAX }], [adjustmentLine('a2', { amount: -1 }), adjustmentLine('a3', { amount: 1 }), adjustmentLine('a4', { amount: 1 })], [{ path: 'line 3', message: `would take the store's balance beyond ±${MAX}` }]],
  ['a balance below what is exact', [{ ...ADJUSTMENT, amount: -MAX }], [{ ...PAYOUT, amount: 1 }], [{ path: 'line 1', message: `would take the store's balance beyond ±${MAX}` }]],
  ['an unknown field: of every kind', [], [PAID, REFUND, DISPUTE, PAYOUT, ADJUSTMENT].map((line) => ({ ...line, colour: 'red' })), [1, 2, 3, 4, 5].map((line) => at(line, 'colour', 'is not a known field'))],
  ["a payment's creation, currency and references, which never change", [OPEN], [{ ...OPEN, createdAt: LATER, currency: 'EUR', orderId: 'ord_2', orderNumber: 'cs_2', customer: { id: 'cus_refusals' } }], ['orderId', 'orderNumber', 'currency', 'customer.id', 'createdAt'].map((field) => at(1, field, FIXED))],
  ["a refund's creation and payment, which never change", [PAID, paymentLine('pmt_2', DAY), REFUND], [{ ...REFUND, createdAt: LATER, paymentId: 'pmt_2' }], ['paymentId', 'createdAt'].map((field) => at(1, field, FIXED))],
  ["a dispute's creation and payment, which never change", [PAID, paymentLine('pmt_2', DAY), DISPUTE], [{ ...DISPUTE, createdAt: LATER, paymentId: 'pmt_2' }], ['paymentId', 'createdAt'].map((field) => at(1, field, FIXED))],
  ["a payout's creation and currency, which never change", [PAYOUT], [{ ...PAYOUT, createdAt: LATER, currency: 'EUR' }], ['currency', 'createdAt'].map((field) => at(1, field, FIXED))],
  ["an adjustment's creation, which never changes", [ADJUSTMENT], [{ ...ADJUSTMENT, createdAt: LATER }], [at(1, 'createdAt', FIXED)]],
  ['an unknown kind of object', [], [PAID, { ...PAID, object: 'gift' }], [at(2, 'object', 'must be one of payment, refund, dispute, payout, adjustment')]],
  ['a refund and a dispute of a payment that comes later', [], [REFUND, DISPUTE, PAID], [1, 2].map((line) => at(line, 'paymentId', 'is no payment that is recorded or comes earlier'))],
]; // prettier-ignore

/** What a line of each kind cannot be without. */
const REQUIRED: readonly (readonly [line: Line, fields: readonly string[]])[] = [
  [
    PAID,
    ['id', 'orderId', 'orderNumber', 'status', 'currency', 'intendedAmount', 'totalAmount', 'createdAt'],
  ],
  [REFUND, ['id', 'paymentId', 'status', 'amount', 'createdAt']],
  [DISPUTE, ['id', 'paymentId', 'status', 'amount', 'feeAmount', 'reason', 'createdAt']],
  [PAYOUT, ['id', 'status', 'amount', 'feeAmount', 'currency', 'createdAt']],
  [ADJUSTMENT, ['id', 'amount', 'note', 'createdAt']],
];

/** What a line of each kind cannot be without once it is in one of these states. */
const REQUIRED_ONCE: readonly (readonly [line: Line, field: string, statuses: readonly string[]])[] = [
  [PAID, 'completedAt', ['COMPLETED', 'REFUNDED', 'DISPUTED']],
  [PAID, 'settledAmount', ['COMPLETED', 'REFUNDED', 'DISPUTED']],
  [REFUND, 'resolvedAt', ['COMPLETED']],
  [DISPUTE, 'resolvedAt', ['WON', 'LOST']],
  [PAYOUT, 'resolvedAt', ['FAILED', 'REJECTED', 'RETURNED']],
];

describe('every rule of the feed over HTTP: what breaks it is named, and nothing of its batch is recorded', () => {
  let daybook: TestDaybook;
  let platform: Platform;
  let stores = 0;
  before(async () => {
    daybook = await startDaybook({ working: false });
    platform = platformOf(daybook);
  });
  after(() => daybook.stop());

  for (const [rule, earlier, batch, details] of RULES) {
    it(`refuses ${rule}`, () => assertRefused(earlier, batch, details));
  }
  for (const [line, fields] of REQUIRED) {
    it(`refuses a ${String(line['object'])} without ${fields.join(', ')}`, () =>
      assertRefused(
        [],
        fields.map((field) => ({ ...line, [field]: undefined })),
        fields.map((field, index) => at(index + 1, field, 'is required')),
      ));
  }
  for (const [line, field, statuses] of REQUIRED_ONCE) {
    const kind = String(line['object']);
    it(`refuses a ${kind} that is ${statuses.join(' or ')} without ${field}`, () =>
      assertRefused(
        [],
        statuses.map((status) => ({ ...line, status, [field]: undefined })),
        statuses.map((status, index) => at(index + 1, field, `is required of a ${kind} that is ${status}`)),
      ));
  }

  it("refuses ids of another store's, of every kind, in the same words, and tells nothing of it", async () => {
    const theirs = await platform.createStore();
    const held = [
      { ...PAID, id: 'held_pmt', customer: { id: 'held_cus' } },
      { ...REFUND, id: 'held_rfd', paymentId: 'held_pmt' },
      { ...DISPUTE, id: 'held_dsp', paymentId: 'held_pmt' },
      { ...PAYOUT, id: 'held_pto', bankAccount: { id: 'held_bnk' } },
      { ...ADJUSTMENT, id: 'held_adj' },
    ];
    assert.equal((await platform.send(theirs, held)).status, 200);
    const own = { ...PAID, id: 'own_pmt' };
    const inUse = 'is in use elsewhere';
    const missing = 'is no payment that is recorded or comes earlier';
    await assertRefused([], [own, { ...PAID, id: 'held_pmt' }], [at(2, 'id', inUse)], 'as they are');
    await assertRefused([], [own, { ...REFUND, id: 'held_rfd', paymentId: 'own_pmt' }], [at(2, 'id', inUse)], 'as they are');
    await assertRefused([], [own, { ...DISPUTE, id: 'held_dsp', paymentId: 'own_pmt' }], [at(2, 'id', inUse)], 'as they are');
    await assertRefused([], [own, { ...PAYOUT, id: 'held_pto' }], [at(2, 'id', inUse)], 'as they are');
    await assertRefused([], [own, { ...ADJUSTMENT, id: 'held_adj' }], [at(2, 'id', inUse)], 'as they are');
    await assertRefused([], [{ ...own, customer: { id: 'held_cus' } }], [at(1, 'customer.id', inUse)], 'as they are');
    await assertRefused([], [{ ...PAYOUT, id: 'own_pto', bankAccount: { id: 'held_bnk' } }], [at(1, 'bankAccount.id', inUse)], 'as they are');
    await assertRefused([], [{ ...REFUND, id: 'own_rfd', paymentId: 'held_pmt' }], [at(1, 'paymentId', missing)], 'as they are');
    await assertRefused([], [{ ...DISPUTE, id: 'own_dsp', paymentId: 'held_pmt' }], [at(1, 'paymentId', missing)], 'as they are');
  }); // prettier-ignore

  /** Sends what went before and then the batch; whatever was there before it is there after it, and no more. */
  async function assertRefused(
    earlier: readonly Line[],
    batch: readonly Line[],
    details: readonly Detail[],
    ids: 'made their own' | 'as they are' = 'made their own',
  ): Promise<void> {
    const storeId = await platform.createStore();
    stores += 1;
    const own = (line: Line): Line => (ids === 'as they are' ? line : withOwnIds(line, `r${stores}`));
    const sent = earlier.length === 0 ? undefined : await platform.send(storeId, earlier.map(own));
    assert.equal(sent?.status ?? 200, 200, sent?.body.error);
    const before = await countRows(daybook.database.superUrl);
    const { status, body } = await platform.send(storeId, batch.map(own));
    assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], JSON.stringify(body));
    assert.deepEqual(body.details, details);
    const { path, message } = details[0] as Detail;
    const end = `, so nothing of the batch was recorded. ${path}: ${message}.`;
    assert.ok(body.error.endsWith(end), body.error);
    assert.deepEqual(await countRows(daybook.database.superUrl), before);
    if (!sent) return;
    const again = await platform.send(storeId, earlier.map(own));
    assert.deepEqual(again.body.data.head, sent.body.data.head);
    assert.equal(again.body.data.unchanged, earlier.length);
  }
});

/** Ids are of one store, and every test has its own. */
function withOwnIds(line: Line, prefix: string): Line {
  const own = (field: string) =>
    typeof line[field] === 'string' ? { [field]: `${prefix}_${line[field]}` } : {};
  return { ...line, ...own('id'), ...own('paymentId') };
}
