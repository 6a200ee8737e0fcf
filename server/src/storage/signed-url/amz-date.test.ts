import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmzDate, parseAmzDate } from './amz-date.ts';

test('a date is written in whole seconds and read back', () => {
  assert.equal(formatAmzDate(Date.parse('2026-11-22T18:30:59.999Z')), '20261122T183059Z');
  assert.equal(parseAmzDate('20261122T183059Z'), Date.parse('2026-11-22T18:30:59Z'));
  assert.equal(parseAmzDate('20240229T000000Z'), Date.parse('2024-02-29T00:00:00Z'));
});

test('another form, and a date that does not exist, is none', () => {
  const texts = [
    '',
    '20261122',
    '20261122T183059',
    '2026-11-22T18:30:59Z',
    '20261122T183059z',
    ' 20261122T183059Z',
  ];
  texts.push(
    '20260229T000000Z',
    '20260431T000000Z',
    '20261301T000000Z',
    '20261122T240000Z',
    '20261122T186000Z',
  );
  for (const text of texts) assert.equal(parseAmzDate(text), undefined, text);
});
