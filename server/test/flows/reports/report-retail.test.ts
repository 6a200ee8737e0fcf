import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { importFile } from '../../../src/commands/run-import.ts';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../../../src/domain/report-type.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { recomputeLedger } from '../../support/models/recompute-ledger.ts';
import { cellsOfCsv, cellsOfJson, rowsByName } from '../../support/models/report-cells.ts';
import { createTestClock } from '../../support/test-clock.ts';

const FEED = new URL('../../fixtures/retail-activity.jsonl.gz', import.meta.url);
const START = Date.parse('2010-12-01T00:00:00Z');
const END = Date.parse('2011-03-01T00:00:00Z');

type Line = Record<string, unknown> & { object: string; id: string; amount: number; settledAmount: number };
type Row = Record<string, string>;

const feed = gunzipSync(readFileSync(FEED)).toString().trim().split('\n').map((line) => JSON.parse(line) as Line); // prettier-ignore
const ofKind = (object: string) => feed.filter((line) => line.object === object);
const sum = (amounts: Iterable<number | string>) =>
  [...amounts].reduce((total, each) => total + BigInt(each), 0n);

describe('the four reports of a real shop (Online Retail, UCI, CC BY 4.0)', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  const whole = new Map<ReportType, Row[]>();

  before(async () => {
    daybook = await startDaybook({ clock });
    store = await createTestStore(daybook, { currency: 'GBP' });
    const silent = { write: () => true };
    const path = fileURLToPath(FEED);
    await importFile({
      context: daybook.context,
      storeId: store.storeId,
      path,
      stdout: silent,
      stderr: silent,
    });
    for (const type of REPORT_TYPES) whole.set(type, (await exportRows(type, START, END)).rows);
  });
  after(() => daybook.stop());

  /** The rows of a period, which must be the same in both formats. */
  async function exportRows(
    type: ReportType,
    start: number,
    end: number,
  ): Promise<{ rows: Row[]; csv: Buffer }> {
    clock.advance(1_000);
    const [periodStart, periodEnd] = [start, end].map((at) => new Date(at).toISOString()) as [string, string];
    const { report, files } = await store.export({ type, periodStart, periodEnd, formats: ['CSV', 'JSON'] });
    const rows = rowsByName(cellsOfCsv(files['CSV'], REPORT_DEFINITIONS[type]), REPORT_DEFINITIONS[type]);
    const fromJson = rowsByName(
      cellsOfJson(files['JSON'], REPORT_DEFINITIONS[type]),
      REPORT_DEFINITIONS[type],
    );
    assert.deepEqual(fromJson, rows);
    assert.equal(report.rowCount, rows.length);
    return { rows, csv: files['CSV'] as Buffer };
  }
  const rowsOf = (type: ReportType) => whole.get(type) as Row[];

  it('have a ledger whose counts, sums by type and final balance are those of the feed', () => {
    const rows = rowsOf('BALANCE_LEDGER');
    assert.equal(rows.length, feed.length);
    const expected: Record<string, bigint> = {
      PAYMENT_RECEIVED: sum(ofKind('payment').map((line) => line.settledAmount)),
      REFUND_INSTANT: -sum(ofKind('refund').map((line) => line.amount)),
      PAYOUT: -sum(ofKind('payout').map((line) => line.amount)),
      ADJUSTMENT: sum(ofKind('adjustment').map((line) => line.amount)),
    };
    const types = Object.groupBy(rows, (row) => row['type'] as string);
    assert.deepEqual(Object.keys(types).toSorted(), Object.keys(expected).toSorted());
    for (const [type, amount] of Object.entries(expected)) {
      assert.equal(sum((types[type] ?? []).map((row) => row['amount'] as string)), amount, type);
    }
    assert.equal(BigInt(rows.at(-1)?.['running_balance'] ?? ''), sum(Object.values(expected).map(String)));
  });

  it('have a ledger whose every hash, link and balance can be recomputed from the file alone', () => {
    recomputeLedger(rowsOf('BALANCE_LEDGER'));
  });

  it('have every refund of the feed, as it was sent', () => {
    const orders = new Map(ofKind('payment').map((line) => [line.id, line]));
    const expected = ofKind('refund')
      .map((line) => {
        const payment = orders.get(String(line['paymentId']));
        return [
          line['createdAt'], line['resolvedAt'], 'REFUND', line.id, line['paymentId'], payment?.['orderId'],
          payment?.['orderNumber'], line['status'], line['reason'], 'GBP', String(line.amount), '', String(-line.amount),
          (payment?.['customer'] as { id?: string } | undefined)?.id ?? '', '',
        ] as string[]; // prettier-ignore
      })
      .toSorted((one, other) => (`${one[0]} ${one[3]}` < `${other[0]} ${other[3]}` ? -1 : 1));
    assert.deepEqual(rowsOf('REFUNDS_DISPUTES').map((row) => Object.values(row)), expected); // prettier-ignore
  });

  it('tie every payout to the entries that it pays out', () => {
    const payouts = rowsOf('PAYOUT_RECONCILIATION');
    const ledger = rowsOf('BALANCE_LEDGER');
    assert.deepEqual(payouts.map((row) => row['payout_id']), ofKind('payout').map((line) => line.id)); // prettier-ignore
    let next = 1;
    let before = 0n;
    for (const row of payouts) {
      const [first, last] = [Number(row['first_ledger_sequence']), Number(row['last_ledger_sequence'])];
      assert.equal(first, next);
      const window = ledger.slice(first - 1, last);
      assert.equal(window.at(-1)?.['payout_id'], row['payout_id']);
      const part = (...types: string[]) => sum(window.filter((entry) => types.includes(entry['type'] ?? '')).map((entry) => entry['amount'] as string)); // prettier-ignore
      const parts = [part('PAYMENT_RECEIVED'), part('REFUND_INSTANT'), 0n, part('ADJUSTMENT')] as const;
      assert.deepEqual(['payments_amount', 'refunds_amount', 'disputes_amount', 'adjustments_amount'].map((name) => BigInt(row[name] ?? '')), [...parts]); // prettier-ignore
      assert.equal(BigInt(row['balance_before'] ?? ''), before);
      const after_ = before + parts[0] + parts[1] + parts[2] + parts[3] - BigInt(row['amount'] ?? '');
      assert.equal(BigInt(row['balance_after'] ?? ''), after_);
      assert.equal(window.at(-1)?.['running_balance'], row['balance_after']);
      assert.equal(
        BigInt(row['net_amount'] ?? ''),
        BigInt(row['amount'] ?? '') - BigInt(row['fee_amount'] ?? ''),
      );
      next = last + 1;
      before = after_;
    }
  });

  for (const type of REPORT_TYPES) {
    it(`give the same rows of ${type} whether asked for as 1, 4 or 30 periods`, async () => {
      for (const count of [4, 30]) {
        const joined: Row[] = [];
        for (let nth = 0; nth < count; nth += 1) {
          const bounds = [nth, nth + 1].map((part) => START + Math.round(((END - START) * part) / count)) as [
            number,
            number,
          ];
          joined.push(...(await exportRows(type, ...bounds)).rows);
        }
        assert.deepEqual(joined, rowsOf(type));
      }
    });

    it(`give ${type} byte for byte the same when asked again`, async () => {
      const [one, other] = [await exportRows(type, START, END), await exportRows(type, START, END)];
      assert.ok(one.csv.equals(other.csv));
    });
  }
});
