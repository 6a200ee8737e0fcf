import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { machinePaths } from './machine-paths.ts';

test('a path of one machine is found in any file', () => {
  // In two pieces, so that this file names none itself.
  const samples = [
    '/ho' + 'me/ann/x',
    '/wo' + 'rk/main',
    '/Use' + 'rs/ann',
    '/ro' + 'ot',
    'C:\\Use' + 'rs\\ann',
  ];
  for (const path of samples) {
    for (const text of [path, `see "${path}/a"`, `file://${path}`]) {
      assert.equal(foundBy(machinePaths, { 'docs/a.md': text }).length, 1, text);
    }
  }
});

test('a relative path or a route of that name is not', () => {
  const text = 'web/home/page.tsx ./work/a /home https://example.com/work/a /rooted ~/a';
  assert.deepEqual(foundBy(machinePaths, { 'docs/a.md': text }), []);
});
