import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { REPORT_DEFINITIONS } from '../../../src/domain/report-type.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { cellsOfCsv, cellsOfJson, rowsByName } from '../../support/models/report-cells.ts';
import { askPostgres } from '../../support/ask-postgres.ts';

const PERIOD = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const FORMATS = ['CSV', 'JSON'];
const EXPORTS = 6;
const BATCH_LINES = 20;
const FIRST_AT = Date.parse(PERIOD.periodStart);

describe('an export while writers are at full speed', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook();
  });
  after(() => daybook.stop());

  for (const type of ['PAYMENT_ACTIVITY', 'BALANCE_LEDGER'] as const) {
    it(`of ${type} has the same rows in CSV, in JSON and in the database at its snapshot`, async (t) => {
      const definition = REPORT_DEFINITIONS[type];
      const store = await createTestStore(daybook);
      const writers = startWriters(store);
      const exported: number[] = [];
      for (let round = 0; round < EXPORTS; round += 1) {
        const { report, files } = await store.export({ type, formats: FORMATS, ...PERIOD });
        const csv = rowsByName(cellsOfCsv(files['CSV'], definition), definition);
        assert.deepEqual(csv, rowsByName(cellsOfJson(files['JSON'], definition), definition));
        assert.equal(csv.length, report.rowCount);
        assert.equal(csv.length % BATCH_LINES, 0, 'a batch is there as a whole or not at all');
        exported.push(csv.length);
        const ids = csv.map((row) => row['payment_id']);
        assert.deepEqual(ids, await inDatabase(store.storeId, ids.length));
      }
      const written = await writers.stop();
      t.diagnostic(`rows exported: ${exported.join(', ')}; written by then: ${written}`);
      assert.ok(new Set(exported).size > 1, 'the exports were made while rows were written');
    });
  }

  /** Payments of the first batches to be committed, so many of them as one snapshot showed. */
  async function inDatabase(storeId: string, rows: number): Promise<string[]> {
    const found = await askPostgres<{ payment_id: string }>(
      daybook.database.superUrl,
      `select payment_id from daybook.ledger_entries where store_id = $1 and sequence <= $2 order by sequence`,
      [storeId, rows],
    );
    return found.map((row) => row.payment_id);
  }
});

/** Batches of payments, one after the other, each later than the last, until stopped. */
function startWriters(store: TestStore): { stop(): Promise<number> } {
  let isOver = false;
  let written = 0;
  const writing = (async () => {
    const shop = store.storeId.slice(-8);
    while (!isOver) {
      const batch = Array.from({ length: BATCH_LINES }, (_, line) => {
        const number = written + line;
        return paymentLine(`pmt_${shop}${number}`, new Date(FIRST_AT + number * 1_000).toISOString());
      });
      await store.record(batch);
      written += BATCH_LINES;
    }
  })();
  return {
    async stop() {
      isOver = true;
      await writing;
      return written;
    },
  };
}
