import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { forbiddenNames } from './forbidden-names.ts';

test('buckets are found, as files and as folders', () => {
  const names = [
    'utils.ts',
    'utils/a.ts',
    'common/a.ts',
    'helpers.ts',
    'report-manager.ts',
    'misc/a.ts',
    'types.ts',
  ];
  for (const name of names) {
    assert.equal(foundBy(forbiddenNames, { [`server/src/${name}`]: '' }).length, 1, name);
  }
});

test('names that say something are not', () => {
  const names = [
    'report-types/a.ts',
    'commonmark.ts',
    'report-type.ts',
    'event-types.ts',
    'manage-tokens.ts',
  ];
  const files = Object.fromEntries(names.map((name) => [`server/src/${name}`, '']));
  assert.deepEqual(foundBy(forbiddenNames, files), []);
});
