import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inexactNumbers } from './inexact-numbers.ts';
import type { JsonObject } from './json-object.ts';

describe('numbers that JSON.parse would change', () => {
  const exact = [
    '0', '-0', '1', '-17', '9007199254740991', '0.1', '1.50', '0.30000000000000004', '1e5', '15E-1', '0.0000001', '1e21',
    '0e99999', '1.0000000000000000000000', '100000000000000000000',
  ]; // prettier-ignore
  for (const number of exact) {
    it(`do not include ${number}`, () => assert.deepEqual(find(`{"metadata":{"a":[${number}]}}`), []));
  }

  const inexact = [
    '9007199254740993',
    '12345678901234567890',
    '-12345678901234567890',
    '0.1000000000000000055',
    '1e400',
    '1e-400',
    '123456789.123456789123',
  ];
  for (const number of inexact) {
    it(`include ${number}`, () => {
      assert.deepEqual(find(`{"id":"x","metadata":{"a":[${number}]}}`), [
        { field: 'metadata', source: number },
      ]);
    });
  }

  it('do not include digits in a text', () => {
    assert.deepEqual(find('{"metadata":{"a":"12345678901234567890"}}'), []);
  });
});

function find(text: string): unknown[] {
  return inexactNumbers(text, JSON.parse(text) as JsonObject);
}
