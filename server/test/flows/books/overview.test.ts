import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAccessWorld } from '../../support/access/access-world.ts';
import { type Browser, createBrowser } from '../../support/dashboard.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { createTestClock } from '../../support/test-clock.ts';

type Day = Record<string, number> & { date: string };
type Overview = { currency: string; openingBalance: number; days: Day[] };

const FIRST = '2026-04-01T23:59:59.999Z';
const SECOND = '2026-04-02T00:00:00.000Z';
const FOURTH = '2026-04-04T12:00:00.000Z';
const FEES = { platformFeeAmount: 50, processingFeeAmount: 20 };
const NOTHING = { ...{ paymentsCount: 0, grossAmount: 0, feesAmount: 0, refundsCount: 0, refundsAmount: 0, disputesCount: 0 }, ...{ disputesAmount: 0, payoutsAmount: 0, otherAmount: 0 } }; // prettier-ignore

describe('the overview of a store', () => {
  const clock = createTestClock(Date.parse('2026-04-20T08:00:00Z'));
  let daybook: TestDaybook;
  let browser: Browser;
  let storeId: string;
  before(async () => {
    daybook = await startDaybook({ clock });
    const world = await createAccessWorld(daybook, clock);
    const { accessToken, cookie } = await world.createSession(world.ownerId);
    browser = createBrowser(daybook, accessToken, cookie);
    storeId = world.store.storeId;
    await world.store.record([
      paymentLine('pmt_1', FIRST, FEES),
      paymentLine('pmt_2', SECOND, FEES),
      paymentLine('pmt_begun', SECOND, { status: 'PENDING', completedAt: null, settledAmount: null }),
      refundLine('rfd_1', 'pmt_1', { createdAt: SECOND, resolvedAt: SECOND }),
      adjustmentLine('adj_1', { createdAt: SECOND }),
      disputeLine('dsp_1', 'pmt_2', { createdAt: FOURTH }),
      disputeLine('dsp_1', 'pmt_2', { createdAt: FOURTH, resolvedAt: FOURTH, status: 'WON' }),
      payoutLine('pto_1', { createdAt: FOURTH }),
    ]);
  });
  after(() => daybook.stop());

  const get = (query: string) => browser.call<Overview>('GET', `/v2/stores/${storeId}/overview${query}`);
  const overview = async (query: string) => {
    const { status, body, text } = await get(query);
    assert.equal(status, 200, text);
    return body.data;
  };

  it('has every day from the first to the last, each with what the ledger booked in it', async () => {
    const { currency, openingBalance, days } = await overview('?from=2026-03-31&to=2026-04-05');
    assert.deepEqual([currency, openingBalance], ['USD', 0]);
    assert.deepEqual(days, [
      { date: '2026-03-31', ...NOTHING, closingBalance: 0 },
      {
        date: '2026-04-01',
        ...NOTHING,
        paymentsCount: 1,
        grossAmount: 1_000,
        feesAmount: 70,
        closingBalance: 930,
      },
      { date: '2026-04-02', ...NOTHING, ...{ paymentsCount: 1, grossAmount: 1_000, feesAmount: 70, refundsCount: 1, refundsAmount: -100, otherAmount: -40, closingBalance: 1_720 } }, // prettier-ignore
      { date: '2026-04-03', ...NOTHING, closingBalance: 1_720 },
      { date: '2026-04-04', ...NOTHING, ...{ disputesCount: 1, disputesAmount: -15, payoutsAmount: -500, closingBalance: 1_205 } }, // prettier-ignore
      { date: '2026-04-05', ...NOTHING, closingBalance: 1_205 },
    ]);
  });

  it('starts with the balance of the days before', async () => {
    const { openingBalance, days } = await overview('?from=2026-04-03&to=2026-04-03');
    assert.deepEqual([openingBalance, days.length, days[0]?.closingBalance], [1_720, 1, 1_720]);
  });

  it('is of the thirty days up to today where nothing is said, and of a year at most', async () => {
    const { days } = await overview('');
    assert.deepEqual([days.length, days[0]?.date, days.at(-1)?.date], [30, '2026-03-22', '2026-04-20']);
    assert.equal((await overview('?from=2025-04-20&to=2026-04-20')).days.length, 366);
    const { status, body } = await get('?from=2025-04-19&to=2026-04-20');
    assert.deepEqual([status, body.error], [400, 'to must be less than 366 days after from.']);
  });

  it('refuses days that no calendar has, and a last one before the first', async () => {
    for (const [query, path] of [
      ['?from=2026-02-30', 'from'],
      ['?to=2026-13-01', 'to'],
      ['?to=tomorrow', 'to'],
      ['?from=2026-04-02&to=2026-04-01', 'to'],
    ] as const) {
      const { status, body } = await get(query);
      assert.deepEqual([status, body.code, body.details?.[0]?.path], [400, 'INVALID_REQUEST', path], query);
    }
  });
});
