import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createLogLines } from '../../support/log-lines.ts';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';

describe('the main job', () => {
  const lines = createLogLines();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ log: lines.log });
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

  it('leaves lines in the log that a report’s id finds, from the request that queued it to its end', async () => {
    const store = await createTestStore(daybook);
    const period = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
    const end = '"msg":"report succeeded"';
    const before = lines.text().split(end).length - 1;
    const { report } = await store.export(period);
    await lines.until(end, before + 1);
    const logged = lines.text().split('\n').filter((line) => line.includes(`"reportId":"${report.id}"`)); // prettier-ignore
    const facts = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [queued, started, succeeded] = [
      facts.find(({ msg, method }) => msg === 'request' && method === 'POST'),
      ...['report attempt started', 'report succeeded'].map((step) => facts.find(({ msg }) => msg === step)),
    ];
    assert.match(String(queued?.['reqId']), /^req_/);
    assert.deepEqual([queued?.['status'], started?.['attempt'], succeeded?.['rows']], [201, 1, 0]);
    for (const fact of facts) assert.equal(fact['storeId'], store.storeId);
  });
});
