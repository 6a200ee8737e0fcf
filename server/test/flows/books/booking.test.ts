import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { readUnbrokenChain } from '../../support/models/unbroken-chain.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const MOST = Number.MAX_SAFE_INTEGER;
const FAILED = { status: 'FAILED', resolvedAt: DAY };
const UNDER_WAY = { status: 'PROCESSING', resolvedAt: undefined };

describe('booking what moves a balance', () => {
  let books: TestBooks;
  let storeId: string;
  before(async () => {
    books = await openTestBooks();
    storeId = await books.createStore();
  });
  after(() => books.close());

  const faultsOf = async (recording: Promise<unknown>): Promise<string[]> => {
    const error = (await recording.then(() => assert.fail('nothing was refused'), (reason: unknown) => reason)) as {
      details: { path: string; message: string }[];
    }; // prettier-ignore
    return error.details.map(({ path, message }) => `${path}: ${message}`);
  };
  const payout = async (id: string): Promise<Record<string, unknown>> => {
    const [row] = await books.ask<Record<string, unknown>>('select * from daybook.payouts where id = $1', [
      id,
    ]);
    return row ?? {};
  };

  it('lets refunds take exactly what was paid, and one that failed gives its part back', async () => {
    await books.record(storeId, [
      paymentLine('pmt_whole', DAY),
      refundLine('rfd_1', 'pmt_whole', { ...UNDER_WAY, amount: 600 }),
      refundLine('rfd_2', 'pmt_whole', { amount: 400, mode: 'EXTERNAL' }),
      refundLine('rfd_1', 'pmt_whole', { ...FAILED, amount: 600 }),
      refundLine('rfd_3', 'pmt_whole', { amount: 600, mode: 'ASYNC' }),
    ]);
    assert.deepEqual(
      await faultsOf(books.record(storeId, [refundLine('rfd_4', 'pmt_whole', { amount: 1 })])),
      ['line 1: amount: is beyond what was paid: the payment is of 1000, of which 1000 are refunded'],
    );
    const failed = refundLine('rfd_4', 'pmt_whole', { ...FAILED, amount: 5_000 });
    assert.equal((await books.record(storeId, [failed])).ledgerEntries, 0, 'one that failed never counts');
  });

  it('counts refunds of one batch and of those before it together, however they are spread', async () => {
    await books.record(storeId, [
      paymentLine('pmt_spread', DAY),
      refundLine('rfd_s1', 'pmt_spread', { amount: 900 }),
    ]);
    const two = [
      refundLine('rfd_s2', 'pmt_spread', { amount: 60 }),
      refundLine('rfd_s3', 'pmt_spread', { amount: 60 }),
    ];
    assert.deepEqual(await faultsOf(books.record(storeId, two)), [
      'line 2: amount: is beyond what was paid: the payment is of 1000, of which 960 are refunded',
    ]);
    const recordings = await Promise.allSettled(two.map((line) => books.record(storeId, [line])));
    assert.deepEqual(
      recordings.map(({ status }) => status).toSorted(),
      ['fulfilled', 'rejected'],
      'also at once',
    );
  });

  it('knows a payment that comes earlier in the batch, not one that comes later', async () => {
    const [payment, dispute] = [paymentLine('pmt_order', DAY), disputeLine('dsp_order', 'pmt_order')];
    assert.deepEqual(await faultsOf(books.record(storeId, [dispute, payment])), [
      'line 1: paymentId: is no payment that is recorded or comes earlier',
    ]);
    assert.equal((await books.record(storeId, [payment, dispute])).ledgerEntries, 2);
  });

  it('takes a refund in every mode as an entry of its own type', async () => {
    const shop = await books.createStore();
    const modes = [undefined, 'INSTANT', 'ASYNC', 'EXTERNAL'];
    await books.record(shop, [
      paymentLine('pmt_modes', DAY),
      ...modes.map((mode, nth) => refundLine(`rfd_mode_${nth}`, 'pmt_modes', { mode })),
    ]);
    assert.deepEqual(
      (await readUnbrokenChain(books, shop)).slice(1).map(({ type }) => type),
      ['REFUND_INSTANT', 'REFUND_INSTANT', 'REFUND_ASYNC', 'REFUND_EXTERNAL'],
    );
  });

  it("keeps the platform's note to the letter, even the longest", async () => {
    const notes = ['🧾'.repeat(1_024), 'Two\nlines, "quoted" ', "'tis = fine", '(-1)', '10 % off'];
    await books.record(
      storeId,
      notes.map((note, nth) => adjustmentLine(`adj_note_${nth}`, { note })),
    );
    const stored = (await readUnbrokenChain(books, storeId)).filter(({ adjustment_id: id }) =>
      id?.startsWith('adj_note'),
    );
    assert.deepEqual(stored.map(({ note }) => note), notes); // prettier-ignore
  });

  it('keeps what may change about a payout as it was said last, and null what is left out', async () => {
    const bankAccount = { id: 'bnk_detail', bankName: '=Bank', lastFour: '0a9', country: 'KW' };
    await books.record(storeId, [
      payoutLine('pto_detail', { bankAccount, riskScore: 100, pspReference: 'x' }),
    ]);
    const failureReason = '=x'.repeat(512);
    const line = payoutLine('pto_detail', {
      ...FAILED,
      bankAccount: { id: 'bnk_detail', country: 'GB' },
      failureReason,
    });
    await books.record(storeId, [line]);
    const { bank_account_id, bank_name, bank_account_last_four, bank_country, ...row } =
      await payout('pto_detail');
    assert.deepEqual(
      [bank_account_id, bank_name, bank_account_last_four, bank_country],
      ['bnk_detail', null, null, 'GB'],
    );
    assert.deepEqual(
      [row['risk_score'], row['psp_reference'], row['failure_reason']],
      [null, null, failureReason],
    );
  });

  it('leaves a payout that was never booked without a tie-out, and free to change', async () => {
    const rejected = { status: 'REJECTED', resolvedAt: DAY };
    await books.record(storeId, [payoutLine('pto_never', rejected)]);
    const { accepted, ledgerEntries } = await books.record(storeId, [
      payoutLine('pto_never', { ...rejected, amount: 7 }),
    ]);
    assert.deepEqual([accepted, ledgerEntries], [1, 0]);
    const { amount, first_ledger_sequence, balance_after } = await payout('pto_never');
    assert.deepEqual([amount, first_ledger_sequence, balance_after], ['7', null, null]);
  });

  it('ties payouts to adjoining windows, in which one that came back is an adjustment', async () => {
    const shop = await books.createStore({ openingBalance: -50, openingBalanceAt: DAY });
    await books.record(shop, [
      paymentLine('pmt_tie', DAY),
      refundLine('rfd_tie', 'pmt_tie'),
      disputeLine('dsp_tie', 'pmt_tie', { status: 'WON', resolvedAt: DAY }),
      payoutLine('pto_tie_1', FAILED),
      payoutLine('pto_tie_2'),
    ]);
    await books.record(shop, [payoutLine('pto_tie_3', { amount: 0 })]);
    const tieOuts = await books.ask<{ tie: string[] }>(
      `select array[first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount,
         adjustments_amount, balance_before, balance_after]::int[] as tie
       from daybook.payouts where store_id = $1 order by id`,
      [shop],
    );
    assert.deepEqual(tieOuts.map(({ tie }) => tie), [
      [1, 6, 930, -100, -15, -50, 0, 265],
      [7, 8, 0, 0, 0, 500, 265, 265],
      [9, 9, 0, 0, 0, 0, 265, 265],
    ]); // prettier-ignore
    const chain = await readUnbrokenChain(books, shop);
    assert.deepEqual(chain.map(({ note }) => note), [
      'Opening balance',
      'Payment received',
      'Refund',
      'Dispute opened',
      'Dispute won',
      'Payout to the bank account',
      'Payout failed, money back in the balance',
      'Payout to the bank account',
      'Payout to the bank account',
    ]); // prettier-ignore
  });

  it('keeps sums that no JSON number holds, and refuses those that 64 bits do not', async () => {
    const shop = await books.createStore();
    const upAndDown = (nth: number): object[] => [
      paymentLine(`pmt_sum_${nth}`, DAY, { settledAmount: MOST }),
      adjustmentLine(`adj_sum_${nth}`, { amount: -MOST }),
    ];
    await books.record(shop, [0, 1, 2].flatMap(upAndDown));
    await books.record(shop, [...upAndDown(3), payoutLine('pto_sum', { amount: 0 })]);
    const { payments_amount, adjustments_amount } = await payout('pto_sum');
    assert.deepEqual(
      [payments_amount, adjustments_amount],
      [4n, -4n].map((times) => String(times * BigInt(MOST))),
    );
    const tooMany = Array.from({ length: 1_030 }, (_, nth) => upAndDown(nth + 4)).flat();
    assert.deepEqual(await faultsOf(books.record(shop, tooMany)), [
      'line 2049: would take what has moved since the last payout beyond 64 bits',
    ]);
    assert.equal((await readUnbrokenChain(books, shop)).length, 9);
  });

  it("names every line that uses an id of another store's, whatever hangs on it", async () => {
    const [one, other] = [await books.createStore(), await books.createStore()];
    const bankAccount = { id: 'bnk_theirs' };
    const theirs = [
      paymentLine('pmt_theirs', DAY, { customer: { id: 'cus_theirs' } }),
      refundLine('rfd_theirs', 'pmt_theirs'),
      disputeLine('dsp_theirs', 'pmt_theirs'),
      payoutLine('pto_theirs', { bankAccount }),
      adjustmentLine('adj_theirs'),
    ];
    await books.record(one, theirs);
    const lines = [
      paymentLine('pmt_mine', DAY),
      paymentLine('pmt_mine_2', DAY, { customer: { id: 'cus_theirs' } }),
      refundLine('rfd_mine', 'pmt_mine_2'),
      paymentLine('pmt_theirs', DAY),
      disputeLine('dsp_mine', 'pmt_theirs'),
      refundLine('rfd_theirs', 'pmt_mine'),
      disputeLine('dsp_theirs', 'pmt_mine'),
      payoutLine('pto_mine', { bankAccount }),
      payoutLine('pto_theirs'),
      adjustmentLine('adj_theirs'),
    ];
    assert.deepEqual(await faultsOf(books.record(other, lines)), [
      'line 2: customer.id: is in use elsewhere',
      'line 4: id: is in use elsewhere',
      'line 6: id: is in use elsewhere',
      'line 7: id: is in use elsewhere',
      'line 8: bankAccount.id: is in use elsewhere',
      'line 9: id: is in use elsewhere',
      'line 10: id: is in use elsewhere',
    ]);
    assert.deepEqual(await readUnbrokenChain(books, other), []);
    assert.deepEqual(await faultsOf(books.record(other, theirs.slice(1, 3))), [
      'line 1: paymentId: is no payment that is recorded or comes earlier',
      'line 2: paymentId: is no payment that is recorded or comes earlier',
    ]);
  });
});
