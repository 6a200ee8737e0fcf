import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { REPORT_DEFINITIONS, type ReportType } from '../../../src/domain/report-type.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { createLedgerModel, type FeedLine } from '../../support/models/ledger-model.ts';
import { type HistoryPlan, historyPlans, playHistory } from '../../support/models/legal-history.ts';
import { recomputeLedger } from '../../support/models/recompute-ledger.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { cellsOfCsv, cellsOfJson, rowsByName } from '../../support/models/report-cells.ts';
import { TEST_SEED } from '../../support/test-seed.ts';

const RUNS = 12;
const PERIODS = [
  { periodStart: '2025-10-01T00:00:00Z', periodEnd: '2026-01-01T00:00:00Z' },
  { periodStart: '2026-01-01T00:00:00Z', periodEnd: '2026-04-01T00:00:00Z' },
  { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-07-01T00:00:00Z' },
  { periodStart: '2026-07-01T00:00:00Z', periodEnd: '2026-10-01T00:00:00Z' },
];

type Row = Record<string, string>;

describe(`the four reports after any legal history (DAYBOOK_TEST_SEED=${TEST_SEED})`, () => {
  let daybook: TestDaybook;
  let runs = 0;
  const clock = createTestClock();
  before(async () => {
    daybook = await startDaybook({ clock });
  });
  after(() => daybook.stop());

  it('say what the plain model says, row by row, in both formats', async () => {
    await fc.assert(fc.asyncProperty(historyPlans(), assertLikeModel), { seed: TEST_SEED, numRuns: RUNS });
    assert.ok(runs >= RUNS);
  });

  async function assertLikeModel(plan: HistoryPlan): Promise<void> {
    runs += 1;
    const model = createLedgerModel(plan.store);
    const store = await createTestStore(daybook, plan.store);
    for (const batch of playHistory(plan, `r${runs}`)) {
      await store.record(batch);
      for (const line of batch) model.take(line);
    }
    const rowsOf = async (type: ReportType): Promise<Row[]> => {
      const rows: Row[] = [];
      for (const period of PERIODS) {
        clock.advance(1_000);
        const { files } = await store.export({ type, ...period, formats: ['CSV', 'JSON'] });
        const definition = REPORT_DEFINITIONS[type];
        const csv = rowsByName(cellsOfCsv(files['CSV'], definition), definition);
        assert.deepEqual(rowsByName(cellsOfJson(files['JSON'], definition), definition), csv);
        rows.push(...csv);
      }
      return rows;
    };
    const pick = (rows: Row[], names: readonly string[]) => rows.map((row) => names.map((name) => row[name]));
    const text = (value: unknown) => (value === undefined || value === null ? '' : `${value as string}`);

    const ledger = await rowsOf('BALANCE_LEDGER');
    recomputeLedger(ledger);
    assert.deepEqual(
      pick(ledger, ['sequence', 'type', 'amount', 'running_balance', 'created_at', 'order_id', 'payment_id', 'refund_id', 'dispute_id', 'payout_id', 'adjustment_id']), // prettier-ignore
      model.entries.map((entry) => [entry.sequence, entry.type, entry.amount, entry.runningBalance, entry.createdAt, entry.orderId, entry.paymentId, entry.refundId, entry.disputeId, entry.payoutId, entry.adjustmentId].map(text)), // prettier-ignore
    );
    assert.deepEqual(
      pick(await rowsOf('PAYMENT_ACTIVITY'), ['created_at', 'payment_id', 'status', 'total_amount', 'settled_amount', 'coupon_code']), // prettier-ignore
      model.payments().map((line) => [instant(line), line.id, line.status, line['totalAmount'], line['settledAmount'], line['couponCode']].map(text)), // prettier-ignore
    );
    assert.deepEqual(
      pick(await rowsOf('REFUNDS_DISPUTES'), ['created_at', 'kind', 'id', 'status', 'amount', 'payment_id']),
      model.refundsAndDisputes().map((line) => [instant(line), line.object.toUpperCase(), line.id, line.status, line['amount'], line['paymentId']].map(text)), // prettier-ignore
    );
    const payouts = await rowsOf('PAYOUT_RECONCILIATION');
    assert.deepEqual(
      pick(payouts, ['created_at', 'payout_id', 'status', 'amount', 'first_ledger_sequence', 'last_ledger_sequence', 'payments_amount', 'refunds_amount', 'disputes_amount', 'adjustments_amount', 'balance_before', 'balance_after']), // prettier-ignore
      model.payouts().map((line) => {
        const tie = line.tieOut;
        return [instant(line), line.id, line.status, line['amount'], tie?.firstLedgerSequence, tie?.lastLedgerSequence, tie?.paymentsAmount, tie?.refundsAmount, tie?.disputesAmount, tie?.adjustmentsAmount, tie?.balanceBefore, tie?.balanceAfter].map(text); // prettier-ignore
      }),
    );
    const byId = Object.groupBy(ledger, (row) => row['refund_id'] || row['dispute_id'] || '');
    for (const row of await rowsOf('REFUNDS_DISPUTES')) {
      const booked = (byId[row['id'] ?? ''] ?? []).reduce(
        (total, entry) => total + BigInt(entry['amount'] ?? ''),
        0n,
      );
      assert.equal(row['balance_impact'], String(booked), 'the impact is what the ledger booked');
    }
  }

  function instant(line: FeedLine): string {
    return new Date(line.createdAt).toISOString();
  }
});
