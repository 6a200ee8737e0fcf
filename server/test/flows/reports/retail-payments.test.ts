import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { parse as csvParse } from 'csv-parse/sync';
import { importFile } from '../../../src/commands/run-import.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';

const FEED = new URL('../../fixtures/retail-activity.jsonl.gz', import.meta.url);
const PERIOD = {
  periodStart: '2010-12-01T00:00:00Z',
  periodEnd: '2011-03-01T00:00:00Z',
  formats: ['CSV', 'JSON'],
};

type FeedPayment = Record<string, number | string | undefined> & {
  object: string;
  id: string;
  status: string;
};

describe('ninety days of a real shop (Online Retail, UCI, CC BY 4.0)', () => {
  const feed = gunzipSync(readFileSync(FEED)).toString().trim().split('\n').map((line) => JSON.parse(line) as FeedPayment); // prettier-ignore
  const payments = new Map(feed.filter((line) => line.object === 'payment').map((line) => [line.id, line]));
  let daybook: TestDaybook;
  let store: TestStore;

  before(async () => {
    daybook = await startDaybook();
    store = await createTestStore(daybook, { currency: 'GBP' });
    await importPayments();
  });
  after(() => daybook.stop());

  async function importPayments() {
    return importFile({
      context: daybook.context,
      storeId: store.storeId,
      path: FEED.pathname,
      objects: ['payment'],
      stdout: { write: () => true },
      stderr: { write: () => true },
    });
  }

  it('come out of the report with every count and sum of the feed, in both formats', async () => {
    const { report, files } = await store.export(PERIOD);
    assert.equal(report.rowCount, payments.size);
    const csv = csvParse((files['CSV'] as Buffer).toString('utf8').slice(1), { columns: true }) as Record<
      string,
      string
    >[];
    const json = JSON.parse((files['JSON'] as Buffer).toString('utf8')) as Record<
      string,
      number | string | null
    >[];
    assert.equal(csv.length, payments.size);
    assert.equal(json.length, payments.size);
    const columns = { intended_amount: 'intendedAmount', total_amount: 'totalAmount', platform_fee_amount: 'platformFeeAmount', processing_fee_amount: 'processingFeeAmount', settled_amount: 'settledAmount' }; // prettier-ignore
    for (const [column, field] of Object.entries(columns)) {
      let expected = 0n;
      for (const line of payments.values()) expected += BigInt(line[field] ?? 0);
      const sum = (rows: Record<string, unknown>[]) =>
        rows.reduce((total, row) => total + BigInt(Number(row[column] || 0)), 0n);
      assert.equal(sum(csv), expected, `${column} of the CSV`);
      assert.equal(sum(json), expected, `${column} of the JSON`);
    }
    assert.deepEqual(new Set(csv.map((row) => row['payment_id'])), new Set(payments.keys()));
    const byStatus = (statuses: unknown[]) => Object.groupBy(statuses as string[], (status) => status);
    assert.deepEqual(
      byStatus(csv.map((row) => row['status'])),
      byStatus([...payments.values()].map((line) => line.status)),
    );
  });

  it('change nothing when imported again', async () => {
    const before = await store.export(PERIOD);
    const summary = await importPayments();
    assert.equal(summary.accepted, 0);
    assert.equal(summary.ledgerEntries, 0);
    const after_ = await store.export(PERIOD);
    assert.ok(after_.files['CSV']?.equals(before.files['CSV'] as Buffer));
  });
});
