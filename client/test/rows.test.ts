import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { csvRows, exportReport, jsonRows, type ReportRows, REPORT_COLUMNS } from '@daybook/client';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { hostileActivity } from '../../server/test/support/rows/hostile-activity.ts';
import { clientOf } from './client-of-store.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const TYPES = Object.keys(REPORT_COLUMNS) as (keyof ReportRows)[];

describe('rows of hostile texts', () => {
  let server: TestDaybook;
  let store: TestStore;
  before(async () => {
    server = await startDaybook();
    store = await createTestStore(server);
    await store.record(hostileActivity(11, 400));
  });
  after(() => server.stop());

  for (const type of TYPES) {
    it(`of ${type} are the same from CSV and from JSON, with the formula guard and without`, async () => {
      const daybook = clientOf(server, store);
      const json = await exportReport(daybook, { type, ...APRIL, format: 'JSON' });
      const expected: unknown[] = [];
      for await (const row of jsonRows(inPieces(json.stream), { type })) expected.push(emptiedOf(row));
      assert.ok(expected.length > 20);
      assert.equal(expected.length, json.report.rowCount);
      for (const formulaGuard of [false, true]) {
        const csv = await exportReport(daybook, { type, ...APRIL, formulaGuard });
        const rows: unknown[] = [];
        for await (const row of csvRows(inPieces(csv.stream), { type, formulaGuard })) rows.push(row);
        assert.deepEqual(rows, expected);
      }
    });
  }

  it('have types: amounts are numbers, texts may be null', async () => {
    const { stream } = await exportReport(clientOf(server, store), { type: 'BALANCE_LEDGER', ...APRIL });
    let balance = 0;
    for await (const entry of csvRows(stream, { type: 'BALANCE_LEDGER' })) {
      const amount: number | null = entry.amount;
      const note: string | null = entry.note;
      assert.ok(note === null || typeof note === 'string');
      // @ts-expect-error there is no such column
      assert.equal(entry.amuont, undefined);
      balance += amount ?? 0;
      assert.equal(balance, entry.running_balance);
    }
  });

  it('of another report type, or of a file that is none, are refused', async () => {
    const daybook = clientOf(server, store);
    const { stream } = await exportReport(daybook, { type: 'BALANCE_LEDGER', ...APRIL });
    await assert.rejects(csvRows(stream, { type: 'PAYMENT_ACTIVITY' }).next(), { code: 'DAMAGED_FILE', message: /no column completed_at/ }); // prettier-ignore
  });
});

/** In CSV an empty text is null. */
function emptiedOf(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value]));
}

/** The same bytes in chunks of 1 to 97, so that every kind of character is cut somewhere. */
function inPieces(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let turn = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (let at = 0; at < chunk.length;) {
          const size = 1 + (turn++ % 97);
          controller.enqueue(chunk.slice(at, at + size));
          at += size;
        }
      },
    }),
  );
}
