import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInstant } from '../../domain/instant.ts';
import { eventTime, eventTimeProblem } from './event-time.ts';

describe('the time of an event', () => {
  const times = [
    '2026-04-01T10:00:00Z', '2026-04-01t10:00:00z', '2026-04-01T10:00:00.5+02:00', '2026-04-01T10:00:00.123000000-11:30',
    '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2024-02-29T23:59:59-00:00', '0001-01-01T00:00:00-23:59',
    '1969-12-31T23:59:59.999Z', '1582-10-10T00:00:00Z',
  ]; // prettier-ignore
  for (const text of times) {
    it(`is the instant that ${text} names`, () => {
      assert.equal(eventTimeProblem(text), undefined);
      assert.deepEqual({ instant: eventTime(text) }, parseInstant(text));
    });
  }

  for (const text of [
    '2026-04-01T10:00:00',
    '2026-04-01',
    'Z',
    '2026-04-01T10:00:00+0200',
    '2026-04-01T24:00:00Z',
  ]) {
    it(`is not named by ${text}`, () => assert.notEqual(eventTimeProblem(text), undefined));
  }
});
