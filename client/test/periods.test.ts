import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { month, quarter, splitPeriod, year } from '@daybook/client';
import fc from 'fast-check';
import { parsePeriod, splitPeriod as splitOfServer } from '../../server/src/domain/period.ts';
import { TEST_SEED } from '../../server/test/support/test-seed.ts';

const LAST_DAY = Date.parse('2099-01-01T00:00:00Z');

describe('periods', () => {
  it('months, quarters and years begin and end at midnight UTC, wherever the machine is', () => {
    assert.deepEqual(month('2026-04'), { periodStart: '2026-04-01T00:00:00.000Z', periodEnd: '2026-05-01T00:00:00.000Z' }); // prettier-ignore
    assert.deepEqual(month('2025-12').periodEnd, '2026-01-01T00:00:00.000Z');
    assert.deepEqual(quarter('2026-Q4'), { periodStart: '2026-10-01T00:00:00.000Z', periodEnd: '2027-01-01T00:00:00.000Z' }); // prettier-ignore
    assert.deepEqual(year(2024), { periodStart: '2024-01-01T00:00:00.000Z', periodEnd: '2025-01-01T00:00:00.000Z' }); // prettier-ignore
    for (const wrong of [
      () => month('2026-13'),
      () => month('April'),
      () => quarter('2026-Q5'),
      () => year(26),
    ]) {
      assert.throws(wrong, { code: 'INVALID_PERIOD', message: /; write 2026/ });
    }
  });

  it('a period of any length is split into windows that the server takes, without gap or overlap', () => {
    const anywhere = fc.record({
      start: fc.integer({ min: 0, max: LAST_DAY }),
      length: fc.integer({ min: 1, max: 4_000 * 86_400_000 }),
      midnight: fc.boolean(),
    });
    fc.assert(
      fc.property(anywhere, ({ start, length, midnight }) => {
        const from = midnight ? start - (start % 86_400_000) : start;
        const [periodStart, periodEnd] = [
          new Date(from).toISOString(),
          new Date(from + length).toISOString(),
        ];
        const windows = splitPeriod({ periodStart, periodEnd });
        assert.equal(windows[0]?.periodStart, periodStart);
        assert.equal(windows.at(-1)?.periodEnd, periodEnd);
        windows.slice(1).forEach((window, at) => assert.equal(window.periodStart, windows[at]?.periodEnd));
        const parsed = windows.map((window) => parsePeriod(window.periodStart, window.periodEnd));
        assert.deepEqual(parsed, splitOfServer({ start: from, end: from + length }));
      }),
      { seed: TEST_SEED },
    );
  });

  it('a year is its four quarters, and what is no period is refused before the server is asked', () => {
    assert.deepEqual(
      splitPeriod(year(2026)),
      [1, 2, 3, 4].map((number) => quarter(`2026-Q${number}`)),
    );
    const periodEnd = '2026-04-01T00:00:00';
    assert.equal(splitPeriod({ periodStart: '2026-03-01T00:00:00', periodEnd })[0]?.periodEnd, '2026-04-01T00:00:00.000Z'); // prettier-ignore
    for (const periodStart of ['2026-03-01', '2026-04-01T00:00:00Z', 'yesterday', '']) {
      assert.throws(() => splitPeriod({ periodStart, periodEnd }), { code: 'INVALID_PERIOD' });
    }
  });
});
