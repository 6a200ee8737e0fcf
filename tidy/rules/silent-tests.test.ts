import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { silentTests } from './silent-tests.ts';

test('tests that are left out without a printed reason are found', () => {
  const samples = [
    "test.only('a', () => {});",
    "describe.only('a', () => {});",
    "it.skip('a', () => {});",
    "test.todo('a');",
    "test('a', (t) => t.skip());",
    "test('a', { skip: true }, () => {});",
    "test('a', { skip: !hasBrowser }, () => {});",
    "test('a', { skip: process.platform === 'win32' }, () => {});",
    "test('a', { only: true }, () => {});",
    "test('a', { todo: true }, () => {});",
  ];
  for (const text of samples)
    assert.equal(foundBy(silentTests, { 'web/src/a.test.ts': text }).length, 1, text);
});

test('a skip with its reason, and a skip that is no test, are not', () => {
  const samples = [
    "test('a', { skip: 'needs the network' }, () => {});",
    "test('a', { skip: hasBrowser ? false : 'needs a browser' }, () => {});",
    "test('a', (t) => t.skip('needs the network'));",
    "rows.skip('a'); query({ skip: true });",
  ];
  for (const text of samples) assert.deepEqual(foundBy(silentTests, { 'server/test/a.ts': text }), [], text);
});
