import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';

describe('the main job', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook();
  });
  after(() => daybook.stop());

  it('queues a report, generates it, and hands out the file at a signed URL', async () => {
    const store = await createTestStore(daybook);
    await store.record([
      {
        object: 'payment',
        id: 'pmt_1',
        orderId: 'ord_1',
        orderNumber: 'cs_1',
        status: 'COMPLETED',
        currency: 'USD',
        intendedAmount: 1000,
        totalAmount: 1000,
        settledAmount: 930,
        createdAt: '2026-04-01T10:00:00Z',
        completedAt: '2026-04-01T10:00:12Z',
      },
    ]);
    const { report, files } = await store.export({
      periodStart: '2026-04-01T00:00:00Z',
      periodEnd: '2026-05-01T00:00:00Z',
      formats: ['CSV', 'JSON'],
    });
    assert.equal(report.rowCount, 1);
    assert.equal(files['CSV']?.toString().split('\n').length, 2);
    assert.match(files['CSV']?.toString() ?? '', /pmt_1,ord_1,cs_1,COMPLETED,USD,1000,,,,,1000,930/);
    const [row] = JSON.parse(files['JSON']?.toString() ?? '') as { payment_id: string }[];
    assert.equal(row?.payment_id, 'pmt_1');
  });

  it('gives an empty period a file with a header and no rows', async () => {
    const store = await createTestStore(daybook);
    const { report, files } = await store.export({
      periodStart: '2026-04-01T00:00:00Z',
      periodEnd: '2026-05-01T00:00:00Z',
      formats: ['CSV', 'JSON'],
    });
    assert.equal(report.rowCount, 0);
    assert.match(files['CSV']?.toString() ?? '', /^\uFEFFcreated_at,completed_at,[^\n]*,card_last_four$/);
    assert.equal(files['JSON']?.toString(), '[]\n');
  });
});
