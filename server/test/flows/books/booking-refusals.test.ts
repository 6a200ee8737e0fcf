import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const LATER = '2026-04-02T00:00:00.000Z';
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const PAID = paymentLine('pmt', DAY);
const OTHER = paymentLine('pmt_2', DAY);
const OPEN = { status: 'PENDING', completedAt: undefined, settledAmount: undefined };
const REJECTED = { status: 'REJECTED', resolvedAt: DAY };

type Line = Record<string, unknown>;
/** What went before, the line that is refused, the field at fault and why. */
type Refusal = readonly [name: string, before: readonly Line[], bad: Line, field: string, message: RegExp];

const REFUND = refundLine('rfd', 'pmt');
const PROCESSING = { status: 'PROCESSING', resolvedAt: undefined };
const refunds: Refusal[] = [
  ['of a payment that nobody told of', [], REFUND, 'paymentId', /^is no payment that is recorded or comes earlier$/],
  ['of a payment that is not paid', [{ ...PAID, ...OPEN }], REFUND, 'amount', /^is beyond what was paid: the payment is PENDING$/],
  ['of a failed payment', [{ ...PAID, status: 'FAILED' }], { ...REFUND, ...PROCESSING }, 'amount', /beyond what was paid: the payment is FAILED$/],
  ['of more than was paid', [PAID], { ...REFUND, amount: 1_001 }, 'amount', /^is beyond what was paid: the payment is of 1000$/],
  ['of more than is left', [PAID, refundLine('r1', 'pmt', { amount: 999 })], { ...REFUND, amount: 2 }, 'amount', /of 1000, of which 999 are refunded$/],
  ['of more than refunds under way leave', [PAID, refundLine('r1', 'pmt', { ...PROCESSING, amount: 999 })], { ...REFUND, ...PROCESSING, amount: 2 }, 'amount', /beyond what was paid/],
  ['that grows beyond what was paid', [PAID, { ...REFUND, ...PROCESSING }], { ...REFUND, amount: 1_001 }, 'amount', /beyond what was paid/],
  ['of nothing', [PAID], { ...REFUND, amount: 0 }, 'amount', /^must be at least 1$/],
  ['of a negative amount', [PAID], { ...REFUND, amount: -1 }, 'amount', /^must be at least 1$/],
  ['whose amount changes', [PAID, REFUND], { ...REFUND, amount: 101 }, 'amount', /^cannot change any more: the refund is booked$/],
  ['whose mode changes', [PAID, REFUND], { ...REFUND, mode: 'ASYNC' }, 'mode', /cannot change any more/],
  ['whose time of resolution changes', [PAID, REFUND], { ...REFUND, resolvedAt: LATER }, 'resolvedAt', /cannot change any more/],
  ['whose payment changes', [PAID, OTHER, { ...REFUND, ...PROCESSING }], { ...REFUND, ...PROCESSING, paymentId: 'pmt_2' }, 'paymentId', /^never changes/],
  ['whose creation changes', [PAID, REFUND], { ...REFUND, createdAt: LATER }, 'createdAt', /^never changes/],
  ['without the time of its completion', [PAID], { ...REFUND, resolvedAt: undefined }, 'resolvedAt', /^is required of a refund that is COMPLETED$/],
  ['of tomorrow', [PAID], { ...REFUND, createdAt: TOMORROW }, 'createdAt', /^is in the future$/],
  ['that is over tomorrow', [PAID], { ...REFUND, resolvedAt: TOMORROW }, 'resolvedAt', /^is in the future$/],
  ['of an unknown status', [PAID], { ...REFUND, status: 'PENDING' }, 'status', /^must be one of PROCESSING, COMPLETED, FAILED$/],
  ['for an unknown reason', [PAID], { ...REFUND, reason: 'GENERAL' }, 'reason', /^must be one of REQUESTED_BY_CUSTOMER, DUPLICATE, FRAUDULENT$/],
  ['in an unknown mode', [PAID], { ...REFUND, mode: 'LATER' }, 'mode', /^must be one of INSTANT, ASYNC, EXTERNAL$/],
  ['with an unknown field', [PAID], { ...REFUND, currency: 'USD' }, 'currency', /^is not a known field$/],
]; // prettier-ignore

const DISPUTE = disputeLine('dsp', 'pmt');
const WON = { ...DISPUTE, status: 'WON', resolvedAt: DAY };
const disputes: Refusal[] = [
  ['of a payment that nobody told of', [], DISPUTE, 'paymentId', /^is no payment that is recorded or comes earlier$/],
  ["of a payment in another currency than the store's", [{ ...PAID, ...OPEN, currency: 'EUR' }], DISPUTE, 'paymentId', /^must be a payment in USD, the store's currency$/],
  ['whose amount changes', [PAID, DISPUTE], { ...DISPUTE, amount: 1 }, 'amount', /^cannot change any more: the dispute is booked$/],
  ['whose fee changes', [PAID, DISPUTE], { ...WON, feeAmount: 0 }, 'feeAmount', /cannot change any more/],
  ['that was won at another time', [PAID, WON], { ...WON, resolvedAt: LATER }, 'resolvedAt', /cannot change any more/],
  ['whose payment changes', [PAID, OTHER, DISPUTE], { ...DISPUTE, paymentId: 'pmt_2' }, 'paymentId', /^never changes/],
  ['whose creation changes', [PAID, DISPUTE], { ...DISPUTE, createdAt: LATER }, 'createdAt', /^never changes/],
  ['that is won, nobody knows when', [PAID], { ...DISPUTE, status: 'WON' }, 'resolvedAt', /^is required of a dispute that is WON$/],
  ['that is lost, nobody knows when', [PAID], { ...DISPUTE, status: 'LOST' }, 'resolvedAt', /^is required of a dispute that is LOST$/],
  ['of tomorrow', [PAID], { ...DISPUTE, createdAt: TOMORROW }, 'createdAt', /^is in the future$/],
  ['decided tomorrow', [PAID], { ...WON, resolvedAt: TOMORROW }, 'resolvedAt', /^is in the future$/],
  ['of a negative amount', [PAID], { ...DISPUTE, amount: -1 }, 'amount', /^must be at least 0$/],
  ['with a negative fee', [PAID], { ...DISPUTE, feeAmount: -1 }, 'feeAmount', /^must be at least 0$/],
  ['without a fee', [PAID], { ...DISPUTE, feeAmount: undefined }, 'feeAmount', /^is required$/],
  ['that takes more than an entry can hold', [PAID], { ...DISPUTE, amount: 2 ** 53 - 1, feeAmount: 1 }, 'feeAmount', /^must be, together with amount, at most 9007199254740991$/],
  ['for an unknown reason', [PAID], { ...DISPUTE, reason: 'OTHER' }, 'reason', /^must be one of FRAUDULENT, /],
  ['for no reason', [PAID], { ...DISPUTE, reason: undefined }, 'reason', /^is required$/],
]; // prettier-ignore

const PAYOUT = payoutLine('pto', { bankAccount: { id: 'bnk', bankName: 'Bank' } });
const bank = (bankAccount: object): Line => ({ ...PAYOUT, bankAccount });
const payouts: Refusal[] = [
  ["in another currency than the store's", [], { ...PAYOUT, currency: 'EUR' }, 'currency', /^must be USD, the store's$/],
  ['whose amount changes', [PAYOUT], { ...PAYOUT, amount: 501 }, 'amount', /^cannot change any more: the payout is booked$/],
  ['whose fee changes', [PAYOUT], { ...PAYOUT, feeAmount: 0 }, 'feeAmount', /cannot change any more/],
  ['that came back at another time', [PAYOUT, { ...PAYOUT, ...REJECTED }], { ...PAYOUT, ...REJECTED, resolvedAt: LATER }, 'resolvedAt', /cannot change any more/],
  ['whose currency changes', [PAYOUT], { ...PAYOUT, currency: 'EUR' }, 'currency', /^never changes/],
  ['whose bank account changes', [PAYOUT], bank({ id: 'bnk_2' }), 'bankAccount.id', /^never changes/],
  ['whose bank account is left out', [PAYOUT], { ...PAYOUT, bankAccount: null }, 'bankAccount.id', /^never changes/],
  ['whose creation changes', [PAYOUT], { ...PAYOUT, createdAt: LATER }, 'createdAt', /^never changes/],
  ...['FAILED', 'REJECTED', 'RETURNED'].map((status): Refusal => [
    `that is ${status}, nobody knows when`, [], { ...PAYOUT, status }, 'resolvedAt', new RegExp(`^is required of a payout that is ${status}$`),
  ]),
  ['of tomorrow', [], { ...PAYOUT, createdAt: TOMORROW }, 'createdAt', /^is in the future$/],
  ['completed tomorrow', [], { ...PAYOUT, completedAt: TOMORROW }, 'completedAt', /^is in the future$/],
  ['that comes back tomorrow', [], { ...PAYOUT, ...REJECTED, resolvedAt: TOMORROW }, 'resolvedAt', /^is in the future$/],
  ['of a negative amount', [], { ...PAYOUT, amount: -1 }, 'amount', /^must be at least 0$/],
  ['with a negative fee', [], { ...PAYOUT, feeAmount: -1 }, 'feeAmount', /^must be at least 0$/],
  ['of more risk than there is', [], { ...PAYOUT, riskScore: 101 }, 'riskScore', /^must be at most 100$/],
  ['of less risk than none', [], { ...PAYOUT, riskScore: -1 }, 'riskScore', /^must be at least 0$/],
  ['of half a risk', [], { ...PAYOUT, riskScore: 0.5 }, 'riskScore', /^must be a whole number$/],
  ['to an account number in full', [], bank({ lastFour: '12345' }), 'bankAccount.lastFour', /^must be 1 to 4 letters or digits$/],
  ['to an account of no number', [], bank({ lastFour: '' }), 'bankAccount.lastFour', /^must be 1 to 4 letters or digits$/],
  ['to a bank of too long a name', [], bank({ bankName: 'x'.repeat(257) }), 'bankAccount.bankName', /^must have at most 256 characters$/],
  ['to a country in small letters', [], bank({ country: 'gb' }), 'bankAccount.country', /^must be two capital letters/],
  ['to an account with an unknown field', [], bank({ iban: 'GB00' }), 'bankAccount.iban', /^is not a known field$/],
  ['that failed for too many words', [], { ...PAYOUT, failureReason: 'x'.repeat(1_025) }, 'failureReason', /^must have at most 1024 characters$/],
]; // prettier-ignore

const ADJUSTMENT = adjustmentLine('adj');
const noted = (note: unknown): Line => ({ ...ADJUSTMENT, note });
const adjustments: Refusal[] = [
  ['whose amount changes', [ADJUSTMENT], { ...ADJUSTMENT, amount: 40 }, 'amount', /^cannot change any more: the adjustment is booked$/],
  ['whose note changes', [ADJUSTMENT], noted('Other'), 'note', /^cannot change any more: the adjustment is booked$/],
  ['whose creation changes', [ADJUSTMENT], { ...ADJUSTMENT, createdAt: LATER }, 'createdAt', /^never changes/],
  ['of tomorrow', [], { ...ADJUSTMENT, createdAt: TOMORROW }, 'createdAt', /^is in the future$/],
  ['without a note', [], noted(undefined), 'note', /^is required$/],
  ['with an empty note', [], noted(''), 'note', /^must not be empty$/],
  ['with too long a note', [], noted('x'.repeat(1_025)), 'note', /^must have at most 1024 characters$/],
  ['with a NUL in its note', [], noted('a\0'), 'note', /^must not hold/],
  ['with half a surrogate pair in its note', [], noted('a\ud800'), 'note', /^must not hold/],
  ...'=+-@\t\r＝＋－＠'.split('').flatMap((sign) => [sign, `''${sign}`]).map((start): Refusal => [
    `whose note begins with ${JSON.stringify(start)}`, [], noted(`${start}1`), 'note', /^must not begin like a formula/,
  ]),
  ['of half a cent', [], { ...ADJUSTMENT, amount: 0.5 }, 'amount', /^must be a whole number$/],
  ['of more than is exact', [], { ...ADJUSTMENT, amount: -(2 ** 53) }, 'amount', /^must be at least -9007199254740991$/],
]; // prettier-ignore

describe('what breaks a rule is refused by its line and field, and nothing of its batch is recorded', () => {
  let books: TestBooks;
  let stores = 0;
  before(async () => {
    books = await openTestBooks();
  });
  after(() => books.close());

  for (const [kind, refusals] of Object.entries({ refund: refunds, dispute: disputes, payout: payouts, adjustment: adjustments })) {
    for (const [name, earlier, bad, field, message] of refusals) {
      it(`a ${kind} ${name}`, () => assertRefused(earlier, bad, field, message));
    }
  } // prettier-ignore

  async function assertRefused(
    earlier: readonly Line[],
    bad: Line,
    field: string,
    message: RegExp,
  ): Promise<void> {
    const storeId = await books.createStore();
    stores += 1;
    const [before, line] = [earlier.map((sound) => own(sound, stores)), own(bad, stores)];
    const good = adjustmentLine(`good_${stores}`);
    const refusedAt = (number: number) => (error: { code: string; details: { path: string; message: string }[] }) => {
      assert.equal(error.code, 'INVALID_REQUEST');
      assert.deepEqual(error.details.map(({ path }) => path), [`line ${number}: ${field}`]);
      assert.match(error.details[0]?.message ?? '', message);
      return true;
    }; // prettier-ignore
    await assert.rejects(books.record(storeId, [good, ...before, line, good]), refusedAt(before.length + 2));
    assert.equal(await rowsOf(storeId), 0);
    const { head } = await books.record(storeId, before);
    const rows = await rowsOf(storeId);
    await assert.rejects(books.record(storeId, [good, line]), refusedAt(2));
    assert.equal(await rowsOf(storeId), rows);
    assert.deepEqual((await books.record(storeId, before)).head, head, 'nothing moved');
  }

  async function rowsOf(storeId: string): Promise<number> {
    const tables = [
      'payments',
      'refunds',
      'disputes',
      'payouts',
      'adjustments',
      'ledger_entries',
      'bank_accounts',
    ];
    const counts = tables.map((table) => `select count(*) from daybook.${table} where store_id = $1`);
    const [row] = await books.ask<{ rows: number }>(`select ((${counts.join(') + (')}))::int as rows`, [
      storeId,
    ]);
    return row?.rows ?? -1;
  }
});

/** The line with ids of its own: ids are of one store, and every test has its own. */
function own(line: Line, store: number): Line {
  const bankAccount = line['bankAccount'] as { id?: string } | null | undefined;
  return {
    ...line,
    id: `${line['id'] as string}_${store}`,
    ...(line['paymentId'] === undefined ? {} : { paymentId: `${line['paymentId'] as string}_${store}` }),
    ...(bankAccount?.id === undefined
      ? {}
      : { bankAccount: { ...bankAccount, id: `${bankAccount.id}_${store}` } }),
  };
}
