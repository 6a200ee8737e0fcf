import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../../../src/domain/report-type.ts';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { recomputeLedger } from '../../support/models/recompute-ledger.ts';
import { cellsOfCsv, rowsByName } from '../../support/models/report-cells.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const APRIL = {
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
  formats: ['CSV', 'JSON'],
};

describe('stores of every kind', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook();
  });
  after(() => daybook.stop());

  async function rowsOf(store: TestStore, type: ReportType): Promise<Record<string, string>[]> {
    const { files } = await store.export({ type, ...APRIL });
    return rowsByName(cellsOfCsv(files['CSV'], REPORT_DEFINITIONS[type]), REPORT_DEFINITIONS[type]);
  }

  for (const [currency, amount] of [
    ['JPY', 120_000],
    ['KWD', 12_345],
  ] as const) {
    it(`a store in ${currency} has plain integers in the smallest unit everywhere`, async () => {
      const store = await createTestStore(daybook, { currency });
      const id = `pmt_${currency}`;
      await store.record([
        paymentLine(id, DAY, {
          currency,
          intendedAmount: amount,
          totalAmount: amount,
          settledAmount: amount - 7,
        }),
        refundLine(`rfd_${currency}`, id, { amount: 5 }),
        payoutLine(`pto_${currency}`, { currency, amount: 1_000, feeAmount: 3 }),
      ]);
      const ledger = await rowsOf(store, 'BALANCE_LEDGER');
      assert.deepEqual(ledger.map((row) => [row['amount'], row['currency']]), [[String(amount - 7), currency], ['-5', currency], ['-1000', currency]]); // prettier-ignore
      const [payout] = await rowsOf(store, 'PAYOUT_RECONCILIATION');
      assert.deepEqual([payout?.['net_amount'], payout?.['balance_after'], payout?.['currency']], ['997', String(amount - 1_012), currency]); // prettier-ignore
      const [payment] = await rowsOf(store, 'PAYMENT_ACTIVITY');
      assert.deepEqual([payment?.['total_amount'], payment?.['currency']], [String(amount), currency]);
    });
  }

  it('a store whose balance goes negative, with a payment whose fees exceed it, adds up all the same', async () => {
    const store = await createTestStore(daybook, {
      openingBalance: -100,
      openingBalanceAt: '2026-04-01T00:00:00Z',
    });
    await store.record([
      paymentLine('pmt_fees', DAY, {
        intendedAmount: 30,
        totalAmount: 30,
        settledAmount: -11,
        processingFeeAmount: 41,
      }),
      paymentLine('pmt_lost', DAY),
      disputeLine('dsp_lost', 'pmt_lost', {
        amount: 1_000,
        feeAmount: 1_500,
        status: 'LOST',
        resolvedAt: DAY,
      }),
      adjustmentLine('adj_debit', { amount: -1 }),
    ]);
    const ledger = await rowsOf(store, 'BALANCE_LEDGER');
    recomputeLedger(ledger);
    assert.deepEqual(
      ledger.map((row) => row['running_balance']),
      ['-100', '-111', '819', '-1681', '-1682'],
    );
    const [dispute] = await rowsOf(store, 'REFUNDS_DISPUTES');
    assert.deepEqual([dispute?.['kind'], dispute?.['amount'], dispute?.['fee_amount'], dispute?.['balance_impact']], ['DISPUTE', '1000', '1500', '-2500']); // prettier-ignore
  });

  for (const type of REPORT_TYPES) {
    it(`a store with nothing at all has a ${type} with a header and no rows`, async () => {
      const store = await createTestStore(daybook);
      const { report, files } = await store.export({ type, ...APRIL });
      const header = REPORT_DEFINITIONS[type].columns.map((column) => column.name).join(',');
      assert.equal(report.rowCount, 0);
      assert.equal(files['CSV']?.toString(), `\uFEFF${header}`);
      assert.equal(files['JSON']?.toString(), '[]\n');
    });
  }
});
