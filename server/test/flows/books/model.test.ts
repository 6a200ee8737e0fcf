import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { createLedgerModel, type FeedLine, type LedgerModel } from '../../support/models/ledger-model.ts';
import { type HistoryPlan, historyPlans, playHistory } from '../../support/models/legal-history.ts';
import { readUnbrokenChain } from '../../support/models/unbroken-chain.ts';
import { TEST_SEED } from '../../support/test-seed.ts';

const RUNS = Number(process.env['DAYBOOK_TEST_RUNS'] ?? 80);

describe(`the books after any legal history (DAYBOOK_TEST_SEED=${TEST_SEED})`, () => {
  let books: TestBooks;
  let runs = 0;
  before(async () => {
    books = await openTestBooks();
  });
  after(() => books.close());

  it('are those of the plain model: every entry, balance, status and tie-out', async (test) => {
    let lines = 0;
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(historyPlans(), async (plan) => {
        const model = await assertLikeModel(plan);
        lines += plan.steps.length;
        for (const entry of model.entries) seen.add(entry.type);
      }),
      { seed: TEST_SEED, numRuns: RUNS },
    );
    test.diagnostic(`${runs} histories of ${lines} steps`);
    assert.ok(RUNS < 80 || seen.size === 11, `all entry types occur: ${[...seen].join(' ')}`);
  });

  async function assertLikeModel(plan: HistoryPlan): Promise<LedgerModel> {
    runs += 1;
    const batches = playHistory(plan, `m${runs}`);
    const model = createLedgerModel(plan.store);
    const storeId = await books.createStore(plan.store);
    for (const batch of batches) {
      const entriesBefore = model.entries.length;
      const recorded = await books.record(storeId, batch);
      for (const line of batch) model.take(line);
      assert.equal(recorded.accepted + recorded.unchanged, batch.length);
      assert.equal(recorded.ledgerEntries, model.entries.length - entriesBefore);
      assert.equal(recorded.head.sequence, model.entries.length);
      assert.equal(recorded.head.runningBalance, model.balance());
    }
    await assertStored(storeId, model);
    const again = await books.record(storeId, batches.flat());
    assert.deepEqual(
      [again.accepted, again.ledgerEntries],
      [0, 0],
      'the whole history again changes nothing',
    );
    await assertStored(storeId, model);
    return model;
  }

  async function assertStored(storeId: string, model: LedgerModel): Promise<void> {
    const entries = (await readUnbrokenChain(books, storeId)).map((entry) => ({
      sequence: Number(entry.sequence),
      type: entry.type,
      amount: Number(entry.amount),
      runningBalance: Number(entry.running_balance),
      createdAt: entry.created_at.toISOString(),
      orderId: entry.order_id,
      paymentId: entry.payment_id,
      refundId: entry.refund_id,
      disputeId: entry.dispute_id,
      payoutId: entry.payout_id,
      adjustmentId: entry.adjustment_id,
    }));
    assert.deepEqual(entries, plain(model.entries));
    const rows = (text: string) => books.ask<Record<string, unknown>>(text, [storeId]);
    const order = 'where store_id = $1 order by created_at, id';
    assert.deepEqual(
      await rows(`select id, status, total_amount::int8::text as total, settled_amount::text as settled, coupon_code as coupon from daybook.payments ${order}`), // prettier-ignore
      model.payments().map(({ id, status, totalAmount, settledAmount, couponCode }) => ({ id, status, total: text(totalAmount), settled: text(settledAmount), coupon: couponCode ?? null })), // prettier-ignore
    );
    assert.deepEqual(
      await rows(`select id, status, amount::text, mode, resolved_at as at from daybook.refunds ${order}`),
      model.refunds().map((line) => ({ id: line.id, status: line.status, amount: text(line['amount']), mode: line['mode'] ?? 'INSTANT', at: date(line, 'resolvedAt') })), // prettier-ignore
    );
    assert.deepEqual(
      await rows(`select id, status, amount::text, fee_amount::text as fee, resolved_at as at from daybook.disputes ${order}`), // prettier-ignore
      model.disputes().map((line) => ({ id: line.id, status: line.status, amount: text(line['amount']), fee: text(line['feeAmount']), at: date(line, 'resolvedAt') })), // prettier-ignore
    );
    assert.deepEqual(
      await rows(
        `select id, status, amount::text, psp_reference as psp, completed_at, resolved_at,
           array[first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount,
             adjustments_amount, balance_before, balance_after]::text[] as tie_out
         from daybook.payouts ${order}`,
      ),
      model.payouts().map(({ tieOut, ...line }) => ({
        id: line.id,
        status: line.status,
        amount: text(line['amount']),
        psp: line['pspReference'] ?? null,
        completed_at: date(line, 'completedAt'),
        resolved_at: date(line, 'resolvedAt'),
        tie_out: tieOut ? Object.values(tieOut).map(String) : Array.from({ length: 8 }, () => null),
      })),
    );
    assert.deepEqual(
      await rows(`select id, amount::text from daybook.adjustments ${order}`),
      model.adjustments().map(({ id, amount }) => ({ id, amount: text(amount) })),
    );
  }
});

/** -0 is 0 in the books. */
function plain(entries: LedgerModel['entries']): object[] {
  return entries.map((entry) => ({
    ...entry,
    amount: entry.amount + 0,
    runningBalance: entry.runningBalance + 0,
  }));
}

function text(value: unknown): string | null {
  return value === undefined ? null : String((value as number) + 0);
}

function date(line: FeedLine, field: string): Date | null {
  return line[field] === undefined ? null : new Date(line[field] as string);
}
