import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatInstant, parseInstant } from './instant.ts';

describe('an instant', () => {
  const taken: [string, string][] = [
    ['2026-04-01T00:00:00Z', '2026-04-01T00:00:00.000Z'],
    ['2026-04-01T12:34:56', '2026-04-01T12:34:56.000Z'],
    ['2026-04-01t12:34:56z', '2026-04-01T12:34:56.000Z'],
    ['2026-04-01T00:00:00.5Z', '2026-04-01T00:00:00.500Z'],
    ['2026-04-01T00:00:00.007Z', '2026-04-01T00:00:00.007Z'],
    ['2026-04-01T00:00:00.123000000Z', '2026-04-01T00:00:00.123Z'],
    ['2026-04-01T00:00:00.999', '2026-04-01T00:00:00.999Z'],
    ['2026-04-01T01:30:00+05:45', '2026-03-31T19:45:00.000Z'],
    ['2026-03-31T22:30:00-02:15', '2026-04-01T00:45:00.000Z'],
    ['2026-04-01T23:59:00+23:59', '2026-04-01T00:00:00.000Z'],
    ['2026-12-31T23:59:59Z', '2026-12-31T23:59:59.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ];
  for (const [text, expected] of taken) {
    it(`may be written ${text}`, () => {
      const parsed = parseInstant(text);
      assert.ok('instant' in parsed, JSON.stringify(parsed));
      assert.equal(formatInstant(parsed.instant), expected);
    });
  }

  const form = 'must be a date-time such as 2026-04-01T00:00:00Z';
  const refused: [string, string][] = [
    ['', form],
    ['2026-04-01', form],
    ['2026-04-01 00:00:00Z', form],
    ['2026-04-01T00:00Z', form],
    ['x2026-04-01T00:00:00Z', form],
    ['2026-04-01T00:00:00Zx', form],
    ['2026-04-01T00:00:00.Z', form],
    ['2026-04-01T00:00:00.1234567890Z', form],
    ['2026-04-01T00:00:00+0100', form],
    ['2026-04-01T00:00:00+1:00', form],
    ['26-04-01T00:00:00Z', form],
    ['2026-4-01T00:00:00Z', form],
    ['2026-04-1T00:00:00Z', form],
    ['2026-04-01T0:00:00Z', form],
    ['2026-04-01T00:0:00Z', form],
    ['2026-04-01T00:00:0Z', form],
    ['2026-04-01T00:00:00+01:0', form],
    ['2026-04-01T00:00:00.0001Z', 'must not be more precise than a millisecond'],
    ['2026-04-01T24:00:00Z', 'has a time of day that does not exist'],
    ['2026-04-01T23:60:00Z', 'has a time of day that does not exist'],
    ['2026-06-30T23:59:60Z', 'has a time of day that does not exist'],
    ['2026-02-29T00:00:00Z', 'is a date that does not exist'],
    ['2026-13-01T00:00:00Z', 'is a date that does not exist'],
    ['2026-04-00T00:00:00Z', 'is a date that does not exist'],
    ['2026-00-10T00:00:00Z', 'is a date that does not exist'],
    ['2026-04-01T00:00:00+24:00', 'has an offset that does not exist'],
    ['2026-04-01T00:00:00-00:60', 'has an offset that does not exist'],
    ['0000-12-31T23:59:59Z', 'must lie in the years 0001 to 9999'],
    ['0001-01-01T00:00:00+00:01', 'must lie in the years 0001 to 9999'],
    ['9999-12-31T23:59:59-00:01', 'must lie in the years 0001 to 9999'],
  ];
  for (const [text, problem] of refused) {
    it(`${problem}: ${JSON.stringify(text)} is refused`, () =>
      assert.deepEqual(parseInstant(text), { problem }));
  }
});
