import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseByteRange } from './byte-range.ts';

const SIZE = 10;

test('one well-formed range is answered with exactly its bytes', () => {
  const table = {
    'bytes=0-0': [0, 0],
    'bytes=2-5': [2, 5],
    'bytes=0-9': [0, 9],
    'bytes=7-99999999999999999999': [7, 9],
    'bytes=9-': [9, 9],
    'bytes=0-': [0, 9],
    'bytes=-1': [9, 9],
    'bytes=-10': [0, 9],
    'bytes=-99': [0, 9],
    'Bytes=1-2': [1, 2],
  };
  for (const [header, [first, last]] of Object.entries(table)) {
    assert.deepEqual(parseByteRange(header, SIZE), { first, last }, header);
  }
});

test('a range that lies behind the end cannot be satisfied', () => {
  for (const header of ['bytes=10-', 'bytes=10-12', 'bytes=99999999999999999999-', 'bytes=-0']) {
    assert.equal(parseByteRange(header, SIZE), 'unsatisfiable', header);
  }
  for (const header of ['bytes=0-', 'bytes=0-0', 'bytes=-1']) {
    assert.equal(parseByteRange(header, 0), 'unsatisfiable', `${header} of an empty object`);
  }
});

test('a malformed range or more than one is ignored', () => {
  const headers = [
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=a-b',
    'bytes=1.5-2',
    'bytes=--1',
    'bytes=+1-2',
  ];
  headers.push('bytes=0-1,3-4', 'bytes=0-1,', 'bytes= 0-1', 'bytes=0-1\n', 'items=0-1', '0-1');
  for (const header of headers) assert.equal(parseByteRange(header, SIZE), 'whole', JSON.stringify(header));
  assert.equal(parseByteRange(undefined, SIZE), 'whole');
});
