import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse as csvParse } from 'csv-parse/sync';
import papaparse from 'papaparse';
import pg from 'pg';
import { PAYMENT_ACTIVITY } from '../../src/domain/report-types/payment-activity.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../support/daybook.ts';
import { hostilePayments } from '../support/hostile-payments.ts';

const ROWS = 10_000;
const APRIL = {
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
  formats: ['CSV', 'JSON'],
};
const GUARDED = /^'*[=+\-@\t\r＝＋－＠]/;
const STRIPPED = /^'+[=+\-@\t\r＝＋－＠]/;

describe('ten thousand hostile payments', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  let expected: (string | null)[][];
  let plain: Awaited<ReturnType<TestStore['export']>>;

  before(async () => {
    daybook = await startDaybook();
    store = await createTestStore(daybook, { currency: 'USD' });
    await store.record([...hostilePayments(7, ROWS)]);
    expected = await readTable(daybook, store.storeId);
    plain = await store.export(APRIL);
  });
  after(() => daybook.stop());

  it('come back from the CSV value by value, by two independent parsers', () => {
    const text = (plain.files['CSV'] as Buffer).toString('utf8');
    assert.equal(text.charCodeAt(0), 0xfeff);
    assert.ok(!text.endsWith('\n') || text.endsWith('"'), 'no newline after the last row');
    const rows = expected.map((row) => row.map((cell) => cell ?? ''));
    const header = PAYMENT_ACTIVITY.columns.map((column) => column.name);
    const strict = csvParse(text.slice(1), { record_delimiter: '\n', relax_quotes: false });
    assert.deepEqual(strict, [header, ...rows]);
    const lenient = papaparse.parse<string[]>(text.slice(1), { newline: '\n', delimiter: ',' });
    assert.deepEqual(lenient.data, [header, ...rows]);
  });

  it('come back from the JSON value by value, one object a line', () => {
    const text = (plain.files['JSON'] as Buffer).toString('utf8');
    const lines = text.split('\n');
    assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['[', ']', '']);
    const objects = JSON.parse(text) as Record<string, unknown>[];
    assert.equal(objects.length, ROWS);
    assert.equal(lines.length - 3, ROWS);
    const names = PAYMENT_ACTIVITY.columns.map((column) => column.name);
    objects.forEach((object, index) => {
      assert.deepEqual(Object.keys(object), names);
      const row = PAYMENT_ACTIVITY.columns.map(({ name, kind }) => {
        const value = object[name];
        if (value === null) return null;
        if (kind === 'integer')
          return typeof value === 'number' ? String(value) : assert.fail(`${name} is no number`);
        return kind === 'json' ? JSON.stringify(value) : value;
      });
      assert.deepEqual(row, expected[index]);
    });
  });

  it('are byte-identical when exported again', async () => {
    const again = await store.export(APRIL);
    assert.ok(again.files['CSV']?.equals(plain.files['CSV'] as Buffer));
    assert.ok(again.files['JSON']?.equals(plain.files['JSON'] as Buffer));
    assert.equal(again.report.rowCount, ROWS);
  });

  it('with the formula guard run nothing in a spreadsheet, and lose nothing', async () => {
    const guarded = await store.export({ ...APRIL, formulaGuard: true });
    assert.equal(guarded.report['formulaGuard'], true);
    assert.ok(guarded.files['JSON']?.equals(plain.files['JSON'] as Buffer), 'JSON is never guarded');
    const text = (guarded.files['CSV'] as Buffer).toString('utf8').slice(1);
    const [, ...rows] = csvParse(text, { record_delimiter: '\n' });
    let touched = 0;
    rows.forEach((row, rowIndex) => {
      PAYMENT_ACTIVITY.columns.forEach(({ name, kind }, column) => {
        const cell = row[column] as string;
        const original = expected[rowIndex]?.[column] ?? '';
        if (kind === 'guarded' || kind === 'json') {
          assert.ok(cell === '' || !/^[=+\-@\t\r＝＋－＠]/.test(cell), `${name} would run: ${cell}`);
          assert.equal(STRIPPED.test(cell) ? cell.slice(1) : cell, original);
          if (GUARDED.test(original)) touched += 1;
        } else assert.equal(cell, original, `${name} must not be touched`);
      });
    });
    assert.ok(touched > 1_000);
  });
});

/** The rows of the table as text, read past every part of the product, in the order of the report. */
async function readTable(daybook: TestDaybook, storeId: string): Promise<(string | null)[][]> {
  const client = new pg.Client({
    connectionString: daybook.database.superUrl,
    types: { getTypeParser: () => String },
  });
  await client.connect();
  try {
    const instant = (name: string) => `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    const { rows } = await client.query<(string | null)[]>({
      rowMode: 'array',
      text: `select ${instant('created_at')}, ${instant('completed_at')}, id, order_id, order_number, status, currency,
          intended_amount::text, discount_amount::text, tax_amount::text, platform_fee_amount::text,
          processing_fee_amount::text, total_amount::text, settled_amount::text, presentment_currency,
          presentment_amount::text, exchange_rate, psp_reference, coupon_code, customer_id, customer_email, customer_name,
          customer_country, customer_ip, metadata, payment_method, card_brand, card_last_four
        from daybook.payments where store_id = $1 order by created_at, id collate "C"`,
      values: [storeId],
    });
    return rows;
  } finally {
    await client.end();
  }
}
