import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';

const OK = 201;
const BAD = 400;

/** What is asked for as periodStart and periodEnd, and the status that answers it. */
const CASES: [start: unknown, end: unknown, status: number, code?: string][] = [
  // Ordinary periods
  ['2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', OK],
  ['2026-04-01T00:00:00.000Z', '2026-04-01T00:00:00.001Z', OK],
  ['2026-04-01T00:00:00Z', '2026-04-01T00:00:01Z', OK],
  ['2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z', OK],
  ['1999-12-31T23:59:59Z', '2000-01-01T00:00:00Z', OK],
  // The cap of 90 days
  ['2026-01-15T00:00:00Z', '2026-04-15T00:00:00Z', OK],
  ['2026-01-15T00:00:00Z', '2026-04-15T00:00:00.001Z', BAD, 'INVALID_PERIOD'],
  ['2026-01-15T00:00:00Z', '2026-04-14T23:59:59.999Z', OK],
  ['2026-01-15T00:00:00Z', '2026-04-16T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', BAD, 'INVALID_PERIOD'],
  // Whole calendar quarters: 90, 91, 92, 92 days; 91 in a leap year's first
  ['2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', OK],
  ['2026-04-01T00:00:00Z', '2026-07-01T00:00:00Z', OK],
  ['2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z', OK],
  ['2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z', OK],
  ['2024-01-01T00:00:00Z', '2024-04-01T00:00:00Z', OK],
  ['2026-07-01T00:00:00Z', '2026-10-01T00:00:00.001Z', BAD, 'INVALID_PERIOD'],
  ['2026-07-01T00:00:00.001Z', '2026-10-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-07-02T00:00:00Z', '2026-10-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-05-01T00:00:00Z', '2026-08-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T02:00:00+02:00', '2026-07-01T02:00:00+02:00', OK],
  ['2026-04-01T00:00:00+02:00', '2026-07-01T00:00:00+02:00', BAD, 'INVALID_PERIOD'],
  // Leap days
  ['2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z', OK],
  ['2026-02-29T00:00:00Z', '2026-03-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2000-02-29T00:00:00Z', '2000-03-01T00:00:00Z', OK],
  ['1900-02-29T00:00:00Z', '1900-03-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Dates and times that do not exist
  ['2026-02-30T00:00:00Z', '2026-03-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-31T00:00:00Z', '2026-05-02T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-13-01T00:00:00Z', '2026-05-02T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-00-10T00:00:00Z', '2026-05-02T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-00T00:00:00Z', '2026-05-02T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T24:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T23:60:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-06-30T23:59:60Z', '2026-07-02T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Offsets
  ['2026-04-01T00:00:00+05:30', '2026-05-01T00:00:00-08:00', OK],
  ['2026-04-01T00:00:00-00:00', '2026-05-01T00:00:00+00:00', OK],
  ['2026-04-01T00:00:00+14:00', '2026-04-01T00:00:00-12:00', OK],
  ['2026-04-01T00:00:00+24:00', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00+02', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00+0200', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00 Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Without an offset it is UTC
  ['2026-04-01T00:00:00', '2026-05-01T00:00:00', OK],
  ['2026-04-01T00:00:00', '2026-04-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01t00:00:00z', '2026-05-01T00:00:00Z', OK],
  // Not date-times
  ['2026-04-01', '2026-05-01', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00Z', '2026-05-01T00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01 00:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['20260401T000000Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-W14-3T00:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-091T00:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['1 April 2026', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['1775001600', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['now', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ["2026-04-01T00:00:00Z' or 1=1", '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00Z\n', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['٢٠٢٦-04-01T00:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Order of the bounds
  ['2026-04-01T00:00:00Z', '2026-04-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T02:00:00+02:00', '2026-04-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Finer than a millisecond
  ['2026-04-01T00:00:00.123456Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00.123000Z', '2026-05-01T00:00:00Z', OK],
  ['2026-04-01T00:00:00.0001Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['2026-04-01T00:00:00.1Z', '2026-04-01T00:00:00.11Z', OK],
  ['2026-04-01T00:00:00.Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // The ends of time
  ['0000-01-01T00:00:00Z', '0000-02-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['0001-01-01T00:00:00Z', '0001-02-01T00:00:00Z', OK],
  ['0001-01-01T00:00:00+01:00', '0001-02-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['9999-12-01T00:00:00Z', '9999-12-31T23:59:59.999Z', OK],
  ['9999-12-01T00:00:00Z', '9999-12-31T23:59:59-01:00', BAD, 'INVALID_PERIOD'],
  ['10000-01-01T00:00:00Z', '10000-02-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  ['+002026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', BAD, 'INVALID_PERIOD'],
  // Not text at all
  [1775001600000, '2026-05-01T00:00:00Z', BAD, 'INVALID_REQUEST'],
  [null, '2026-05-01T00:00:00Z', BAD, 'INVALID_REQUEST'],
  [undefined, '2026-05-01T00:00:00Z', BAD, 'INVALID_REQUEST'],
  ['2026-04-01T00:00:00Z', undefined, BAD, 'INVALID_REQUEST'],
  ['2026-04-01T00:00:00Z', ['2026-05-01T00:00:00Z'], BAD, 'INVALID_REQUEST'],
  ['2026-04-01T00:00:00Z', true, BAD, 'INVALID_REQUEST'],
];

describe('the period of a report', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  let asked = 0;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  after(() => daybook.stop());

  for (const [start, end, status, code] of CASES) {
    it(`${JSON.stringify(start)} to ${JSON.stringify(end)} is answered with ${status}`, async () => {
      // A store takes ten reports at once, so a fresh one for every tenth case.
      if (asked % 10 === 0) store = await createTestStore(daybook);
      asked += 1;
      const body = { type: 'PAYMENT_ACTIVITY', periodStart: start, periodEnd: end };
      const answer = await store.call<{ periodStart: string; periodEnd: string }>('POST', '/reports', body);
      assert.equal(answer.status, status, answer.body.error);
      if (code) assert.equal(answer.body.code, code);
      else {
        const asUtc = (text: unknown) =>
          new Date(/[zZ]|[+-]\d\d:\d\d$/.test(String(text)) ? String(text) : `${String(text)}Z`);
        assert.equal(answer.body.data.periodStart, asUtc(start).toISOString());
        assert.equal(answer.body.data.periodEnd, asUtc(end).toISOString());
      }
    });
  }

  it('a period that is too long is told by how much, and which windows would pass', async () => {
    store = await createTestStore(daybook);
    const body = {
      type: 'PAYMENT_ACTIVITY',
      periodStart: '2026-01-01T00:00:00Z',
      periodEnd: '2026-08-01T00:00:00Z',
    };
    const { body: answer } = await store.call('POST', '/reports', body);
    assert.match(answer.error, /122 days longer than the 90 days allowed/);
    const windows = [...answer.error.matchAll(/(\S+Z) to (\S+Z)/g)].map((match) => [match[1], match[2]]);
    assert.equal(windows.length, 3);
    for (const [periodStart, periodEnd] of windows) {
      const again = await store.call('POST', '/reports', {
        type: 'PAYMENT_ACTIVITY',
        periodStart,
        periodEnd,
      });
      assert.equal(again.status, 201);
    }
  });
});
