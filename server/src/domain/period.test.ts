import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DaybookError } from './errors.ts';
import { isCalendarQuarter, parsePeriod, splitPeriod } from './period.ts';

const at = (text: string): number => Date.parse(text);
const names = (windows: readonly { start: number; end: number }[]): string[] =>
  windows.map(({ start, end }) => `${new Date(start).toISOString()} to ${new Date(end).toISOString()}`);

function refusal(start: string, end: string): DaybookError {
  try {
    parsePeriod(start, end);
  } catch (error) {
    return error as DaybookError;
  }
  return assert.fail(`${start} to ${end} was taken`);
}

describe('a period', () => {
  const taken: [string, string, string][] = [
    ['one millisecond', '2026-04-01T00:00:00.000Z', '2026-04-01T00:00:00.001Z'],
    ['ninety days to the millisecond', '2026-01-15T08:00:00.000Z', '2026-04-15T08:00:00.000Z'],
    ['the second quarter, of 91 days', '2026-04-01T00:00:00.000Z', '2026-07-01T00:00:00.000Z'],
    ['the last quarter, across the end of the year', '2025-10-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ];
  for (const [what, start, end] of taken) {
    it(`may be ${what}`, () => assert.deepEqual(parsePeriod(start, end), { start: at(start), end: at(end) }));
  }

  const refused: [string, string, string, string, string][] = [
    [
      'no time',
      '2026-04-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      'periodEnd must be after periodStart; 2026-04-01T00:00:00.000Z is not after 2026-04-01T00:00:00.000Z.',
      'must be after periodStart',
    ],
    [
      'a day over',
      '2026-01-02T00:00:00Z',
      '2026-04-03T00:00:00Z',
      'The period is 1 day longer than the 90 days allowed. Queue one report for each of: 2026-01-02T00:00:00.000Z to 2026-04-02T00:00:00.000Z, 2026-04-02T00:00:00.000Z to 2026-04-03T00:00:00.000Z.',
      'is 1 day too late',
    ],
    [
      'a quarter that begins an hour late and ends an hour later',
      '2026-07-01T01:00:00Z',
      '2026-10-01T01:00:00Z',
      'The period is 2 days longer than the 90 days allowed. Queue one report for each of: 2026-07-01T01:00:00.000Z to 2026-09-29T01:00:00.000Z, 2026-09-29T01:00:00.000Z to 2026-10-01T01:00:00.000Z.',
      'is 2 days too late',
    ],
    [
      'over by some of each unit',
      '2026-01-02T00:00:00Z',
      '2026-04-04T03:04:05.006Z',
      'The period is 2 days 3 hours 4 minutes 5 seconds 6 milliseconds longer than the 90 days allowed. Queue one report for each of: 2026-01-02T00:00:00.000Z to 2026-04-02T00:00:00.000Z, 2026-04-02T00:00:00.000Z to 2026-04-04T03:04:05.006Z.',
      'is 2 days 3 hours 4 minutes 5 seconds 6 milliseconds too late',
    ],
    [
      'over by one of the smaller units',
      '2026-01-02T00:00:00Z',
      '2026-04-02T01:01:01.001Z',
      'The period is 1 hour 1 minute 1 second 1 millisecond longer than the 90 days allowed. Queue one report for each of: 2026-01-02T00:00:00.000Z to 2026-04-02T00:00:00.000Z, 2026-04-02T00:00:00.000Z to 2026-04-02T01:01:01.001Z.',
      'is 1 hour 1 minute 1 second 1 millisecond too late',
    ],
    [
      'five quarters, named all',
      '2025-01-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      'The period is 365 days longer than the 90 days allowed. Queue one report for each of: 2025-01-01T00:00:00.000Z to 2025-04-01T00:00:00.000Z, 2025-04-01T00:00:00.000Z to 2025-07-01T00:00:00.000Z, 2025-07-01T00:00:00.000Z to 2025-10-01T00:00:00.000Z, 2025-10-01T00:00:00.000Z to 2026-01-01T00:00:00.000Z, 2026-01-01T00:00:00.000Z to 2026-04-01T00:00:00.000Z.',
      'is 365 days too late',
    ],
    [
      'seven quarters, named five',
      '2024-07-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      'The period is 549 days longer than the 90 days allowed. Queue one report for each of: 2024-07-01T00:00:00.000Z to 2024-10-01T00:00:00.000Z, 2024-10-01T00:00:00.000Z to 2025-01-01T00:00:00.000Z, 2025-01-01T00:00:00.000Z to 2025-04-01T00:00:00.000Z, 2025-04-01T00:00:00.000Z to 2025-07-01T00:00:00.000Z, 2025-07-01T00:00:00.000Z to 2025-10-01T00:00:00.000Z, and 2 more.',
      'is 549 days too late',
    ],
  ];
  for (const [what, start, end, message, detail] of refused) {
    it(`may not be ${what}, and the refusal says what to ask for`, () => {
      const { code, message: said, details } = refusal(start, end);
      assert.deepEqual(
        { code, said, details },
        { code: 'INVALID_PERIOD', said: message, details: [{ path: 'periodEnd', message: detail }] },
      );
    });
  }

  it('names the bound that is no date-time', () => {
    const problem = 'must be a date-time such as 2026-04-01T00:00:00Z';
    for (const field of ['periodStart', 'periodEnd']) {
      const good = '2026-04-01T00:00:00Z';
      const { message, details } = refusal(
        field === 'periodStart' ? '' : good,
        field === 'periodEnd' ? '' : good,
      );
      assert.deepEqual(
        { message, details },
        { message: `${field} ${problem}.`, details: [{ path: field, message: problem }] },
      );
    }
  });

  it('is a calendar quarter from its first instant to the next one’s first, and nothing near it', () => {
    const quarter = { start: at('2026-04-01T00:00:00Z'), end: at('2026-07-01T00:00:00Z') };
    assert.equal(isCalendarQuarter(quarter), true);
    assert.equal(isCalendarQuarter({ ...quarter, start: quarter.start + 1 }), false);
    assert.equal(isCalendarQuarter({ ...quarter, end: quarter.end - 1 }), false);
    assert.equal(
      isCalendarQuarter({ start: at('2026-05-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') }),
      false,
    );
    assert.equal(
      isCalendarQuarter({ start: at('2026-04-02T00:00:00Z'), end: at('2026-07-02T00:00:00Z') }),
      false,
    );
  });

  it('of any length splits into windows that meet: ninety days to a quarter’s start is not waited for', () => {
    const windows = splitPeriod({ start: at('2026-03-02T00:00:00Z'), end: at('2026-09-01T00:00:00Z') });
    assert.deepEqual(names(windows), [
      '2026-03-02T00:00:00.000Z to 2026-05-31T00:00:00.000Z',
      '2026-05-31T00:00:00.000Z to 2026-08-29T00:00:00.000Z',
      '2026-08-29T00:00:00.000Z to 2026-09-01T00:00:00.000Z',
    ]);
    assert.deepEqual(splitPeriod({ start: 5, end: 5 }), []);
  });
});
