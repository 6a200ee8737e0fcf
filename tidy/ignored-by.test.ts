import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignoredBy } from './ignored-by.ts';

test('the three forms that our .gitignore uses are understood', () => {
  const ignored = ignoredBy('# made by tools\nnode_modules/\n*.log\nbench/results/\n');
  const out = [
    'node_modules/',
    'web/node_modules/a.ts',
    'a.log',
    'docs/b.log',
    'bench/results/',
    'bench/results/1.json',
  ];
  const kept = ['my_node_modules/a.ts', 'a.log.ts', 'web/bench/results/1.json', 'bench/results.ts'];
  assert.deepEqual(out.filter(ignored), out);
  assert.deepEqual(kept.filter(ignored), []);
});
