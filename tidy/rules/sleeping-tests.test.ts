import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { sleepingTests } from './sleeping-tests.ts';

test('a test that sleeps is found', () => {
  const samples = [
    'await new Promise((resolve) => setTimeout(resolve, 10));',
    'await sleep(10);',
    'await timers.setTimeout(10);',
    'await delay(10);',
    "import { setTimeout as pause } from 'node:timers/promises';",
    'await sleep(10); // clock:',
    '// clock: a reason, but for another line\n\nawait sleep(10);',
  ];
  for (const text of samples) {
    assert.equal(foundBy(sleepingTests, { 'server/src/a.test.ts': text }).length, 1, text);
    assert.equal(foundBy(sleepingTests, { 'server/test/support/a.ts': text }).length, 1, text);
  }
});

test('a reason on the line or above it, and the product, are not', () => {
  const reasoned =
    'await sleep(10); // clock: the kernel decides\n// clock: the lease is Postgres time\nawait sleep(10);';
  assert.deepEqual(foundBy(sleepingTests, { 'server/src/a.test.ts': reasoned }), []);
  assert.deepEqual(foundBy(sleepingTests, { 'server/src/a.ts': 'setTimeout(f, 10);' }), []);
});
