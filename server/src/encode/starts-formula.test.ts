import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startsFormula } from './starts-formula.ts';

const starts = (text: string, cell = text): boolean =>
  startsFormula(Buffer.from(text), 0, Buffer.byteLength(cell));

test('a cell that a spreadsheet would run is known by its first character behind apostrophes', () => {
  for (const cell of ['=1', '+1', '-1', '@a', '\ta', '\ra', '＝1', '＋1', '－1', '＠a', "'=1", "''＝"])
    assert.equal(starts(cell), true, cell);
  for (const cell of ['a', '1', ' =1', "'a", "'", "''", '，1', '\n=1'])
    assert.equal(starts(cell), false, cell);
});

test('what follows a cell does not count as its own', () => {
  assert.equal(starts("'=", "'"), false);
  assert.equal(starts("''＝", "''"), false);
});
