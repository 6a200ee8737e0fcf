import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { leftOvers } from './left-overs.ts';

test('marks for later, switched-off checks and any are found', () => {
  const samples = [
    '// TODO: later',
    '/* FIXME */',
    '// XXX',
    '/** HACK around it */',
    '// @ts-ignore\nf();',
    '// @ts-nocheck\nf();',
    'const a = b as any;',
    'function f(a: any) {}',
    'const a: any[] = [];',
    'const a = <any>b;',
    'type A = Promise<any>;',
  ];
  for (const text of samples) assert.equal(foundBy(leftOvers, { 'server/src/a.ts': text }).length, 1, text);
  assert.equal(foundBy(leftOvers, { 'server/migrations/1.sql': 'select 1; -- TODO' }).length, 1);
});

test('the same letters elsewhere are not', () => {
  const text =
    "const any = 'XXX'; // any of them, todo lists\n// @ts-expect-error the test is of this\nf(any);";
  assert.deepEqual(foundBy(leftOvers, { 'server/src/a.ts': text, 'docs/a.md': 'TODO' }), []);
});
