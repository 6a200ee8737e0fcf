import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook, type TestDaybook } from '../../support/daybook.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};

describe('ten reports at once', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  after(() => daybook.stop());

  it('of 50 simultaneous requests on an idle store exactly ten are taken', async () => {
    const store = await createTestStore(daybook);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => store.call('POST', '/reports', APRIL)),
    );
    const statuses = answers.map((answer) => answer.status);
    assert.equal(statuses.filter((status) => status === 201).length, 10);
    assert.equal(statuses.filter((status) => status === 429).length, 40);
    const refused = answers.find((answer) => answer.status === 429);
    assert.equal(refused?.body.code, 'TOO_MANY_ACTIVE_REPORTS');
    assert.equal(refused?.body.error.match(/rpt_[0-9a-z]{24}/g)?.length, 10, 'the message lists them');
    assert.ok(Number(refused?.headers.get('retry-after')) > 0);
    const { body } = await store.call<{ pagination: { total: number } }>('GET', '/reports?status=PENDING');
    assert.equal(body.data.pagination.total, 10);
  });

  it('a full store does not keep another from queueing', async () => {
    const [full, other] = [await createTestStore(daybook), await createTestStore(daybook)];
    for (let count = 0; count < 10; count += 1)
      assert.equal((await full.call('POST', '/reports', APRIL)).status, 201);
    assert.equal((await full.call('POST', '/reports', APRIL)).status, 429);
    assert.equal((await other.call('POST', '/reports', APRIL)).status, 201);
  });

  it('takes more once the first are finished', async () => {
    const working = await startDaybook();
    try {
      const store = await createTestStore(working);
      for (let count = 0; count < 12; count += 1) {
        const { report } = await store.export(APRIL);
        assert.equal(report.status, 'SUCCEEDED');
      }
    } finally {
      await working.stop();
    }
  });
});
