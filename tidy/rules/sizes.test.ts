import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { sizesExcept } from './sizes.ts';

const lines = (count: number, line = 'f();'): string => `${line}\n`.repeat(count);

test('a file of 401 lines is found, of 400 not', () => {
  assert.deepEqual(foundBy(sizesExcept([]), { 'server/src/a.ts': lines(401) }), [
    'server/src/a.ts  has 401 lines',
  ]);
  assert.deepEqual(foundBy(sizesExcept([]), { 'server/migrations/1.sql': lines(401, '--') }).length, 1);
  assert.deepEqual(foundBy(sizesExcept([]), { 'server/src/a.ts': lines(400), 'docs/a.md': lines(999) }), []);
});

test('a function of 71 lines is found by its name, of 70 not', () => {
  const of = (count: number): string[] => [
    `function long() {\n${lines(count - 2)}}`,
    `const long = async () => {\n${lines(count - 2)}};`,
    `const a = {\nlong() {\n${lines(count - 2)}},\n};`,
    `class A {\nlong() {\n${lines(count - 2)}}\n}`,
    `test('long', () => {\n${lines(count - 2)}});`,
  ];
  for (const text of of(71)) {
    const found = foundBy(sizesExcept([]), { 'server/src/a.ts': text });
    assert.equal(found.length, 1, text.slice(0, 40));
    assert.match(found[0] ?? '', /the function (long|\(unnamed\)) has 71 lines/);
  }
  for (const text of of(70)) assert.deepEqual(foundBy(sizesExcept([]), { 'server/src/a.ts': text }), []);
});

test('describe may be as long as its tests', () => {
  assert.deepEqual(
    foundBy(sizesExcept([]), { 'server/src/a.test.ts': `describe('a', () => {\n${lines(80)}});` }),
    [],
  );
});

test('an exception excuses what it names, and is itself found once it is not needed', () => {
  const rule = sizesExcept([
    { file: 'server/src/a.ts', reason: 'a table' },
    { file: 'server/src/b.ts', function: 'long', reason: 'a table' },
  ]);
  const long = { 'server/src/a.ts': lines(401), 'server/src/b.ts': `function long() {\n${lines(80)}}` };
  assert.deepEqual(foundBy(rule, long), []);
  assert.equal(foundBy(rule, { ...long, 'server/src/b.ts': `function other() {\n${lines(80)}}` }).length, 2);
  assert.equal(foundBy(rule, { 'server/src/a.ts': lines(3) }).length, 2);
});
