import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../../../src/domain/report-type.ts';
import type { ReportDefinition } from '../../../src/domain/report-definition.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { hostileActivity } from '../../support/rows/hostile-activity.ts';
import { recomputeLedger } from '../../support/models/recompute-ledger.ts';
import { cellsOfCsv, cellsOfJson, rowsByName } from '../../support/models/report-cells.ts';
import { readReportTables } from '../../support/models/report-tables.ts';
import { createTestClock } from '../../support/test-clock.ts';

const PAYMENTS = 10_000;
const APRIL = {
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
  formats: ['CSV', 'JSON'],
};
const GUARDED = /^'*[=+\-@\t\r＝＋－＠]/;
const STRIPPED = /^'+[=+\-@\t\r＝＋－＠]/;

/** Of the whole month: at least so many rows, and so many cells for the guard to touch. */
const AT_LEAST: Record<ReportType, { rows: number; guarded: number }> = {
  PAYMENT_ACTIVITY: { rows: PAYMENTS, guarded: 5_000 },
  PAYOUT_RECONCILIATION: { rows: 1_000, guarded: 150 },
  BALANCE_LEDGER: { rows: 10_000, guarded: 0 },
  REFUNDS_DISPUTES: { rows: 4_000, guarded: 1_000 },
};

describe('ten thousand hostile payments and all that follows them', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ clock });
    store = await createTestStore(daybook, { currency: 'USD' });
    const lines = hostileActivity(7, PAYMENTS);
    for (let start = 0; start < lines.length; start += 4_000)
      await store.record(lines.slice(start, start + 4_000));
  });
  after(() => daybook.stop());

  for (const type of REPORT_TYPES) {
    describe(type, () => hostileReport(REPORT_DEFINITIONS[type], AT_LEAST[type]));
  }

  function hostileReport(definition: ReportDefinition, atLeast: { rows: number; guarded: number }): void {
    const { type, columns } = definition as { type: ReportType; columns: ReportDefinition['columns'] };
    let expected: (string | null)[][];
    let plain: Awaited<ReturnType<TestStore['export']>>;
    before(async () => {
      expected = await readReportTables(daybook.database.superUrl, store.storeId, type);
      assert.ok(expected.length >= atLeast.rows, `${expected.length} rows`);
      plain = await exportAgain({});
    });

    function exportAgain(options: { formulaGuard?: boolean }) {
      clock.advance(1_000);
      return store.export({ type, ...APRIL, ...options });
    }

    it('come back from the CSV value by value, by two independent parsers', () => {
      const empty = expected.map((row) => row.map((cell) => cell ?? ''));
      assert.deepEqual(cellsOfCsv(plain.files['CSV'], definition), empty);
      const text = plain.files['CSV']?.toString('utf8') as string;
      assert.ok(!text.endsWith('\n') || text.endsWith('"\n'), 'no newline after the last row');
    });

    it('come back from the JSON value by value, one object a line', () => {
      assert.deepEqual(cellsOfJson(plain.files['JSON'], definition), expected);
    });

    it('are byte-identical when exported again', async () => {
      const again = await exportAgain({});
      assert.ok(again.files['CSV']?.equals(plain.files['CSV'] as Buffer));
      assert.ok(again.files['JSON']?.equals(plain.files['JSON'] as Buffer));
      assert.equal(again.report.rowCount, expected.length);
    });

    it('with the formula guard run nothing in a spreadsheet, and lose nothing', async () => {
      const guarded = await exportAgain({ formulaGuard: true });
      assert.equal(guarded.report['formulaGuard'], true);
      assert.ok(guarded.files['JSON']?.equals(plain.files['JSON'] as Buffer), 'JSON is never guarded');
      let touched = 0;
      cellsOfCsv(guarded.files['CSV'], definition).forEach((row, rowIndex) => {
        columns.forEach(({ name, kind }, column) => {
          const cell = row[column] as string;
          const original = expected[rowIndex]?.[column] ?? '';
          if (kind === 'guarded' || kind === 'json') {
            assert.ok(cell === '' || !/^[=+\-@\t\r＝＋－＠]/.test(cell), `${name} would run: ${cell}`);
            assert.equal(STRIPPED.test(cell) ? cell.slice(1) : cell, original);
            if (GUARDED.test(original)) touched += 1;
          } else assert.equal(cell, original, `${name} must not be touched`);
        });
      });
      assert.ok(touched >= atLeast.guarded, `${touched} cells touched`);
    });

    if (type !== 'BALANCE_LEDGER') return;
    it('are a chain that either file is enough to recompute, and no note would run', async () => {
      recomputeLedger(rowsByName(cellsOfJson(plain.files['JSON'], definition), definition));
      const { files } = await exportAgain({ formulaGuard: true });
      const rows = rowsByName(cellsOfCsv(files['CSV'], definition), definition);
      recomputeLedger(rows);
      assert.deepEqual(rows.filter((row) => GUARDED.test(row['note'] as string)), []); // prettier-ignore
    });
  }
});
