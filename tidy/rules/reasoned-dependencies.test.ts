import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { reasonedDependencies } from './reasoned-dependencies.ts';

const manifest = (version: string): string => `{"dependencies":{"pg":"${version}"}}`;
const reasons = '| package | reason |\n|---|---|\n| `pg` | the `driver` |\n';

test('a dependency with its reason and an exact version is no finding', () => {
  for (const version of ['8.23.1', '18.4.0-beta.17']) {
    const files = { 'server/package.json': manifest(version), 'docs/dependencies.md': reasons };
    assert.deepEqual(foundBy(reasonedDependencies, files), []);
  }
});

test('a loose version is found', () => {
  for (const version of ['^8.23.1', '~8.23.1', '8', '8.x', '*', 'latest', '>=8.0.0']) {
    const files = { 'server/package.json': manifest(version), 'docs/dependencies.md': reasons };
    assert.equal(foundBy(reasonedDependencies, files).length, 1, version);
  }
});

test('a dependency without a line and a line without a dependency are found', () => {
  const files = {
    'package.json': manifest('8.23.1'),
    'docs/dependencies.md': reasons.replace('`pg`', '`pog`'),
  };
  assert.deepEqual(foundBy(reasonedDependencies, files), [
    'package.json  pg has no line in docs/dependencies.md',
    'docs/dependencies.md:3  pog is no dependency any more',
  ]);
});

test('one line may give the reason for all packages of a family', () => {
  const files = {
    'package.json': '{"optionalDependencies":{"@a/x":"1.0.0","@a/y":"1.0.0","b-linux-x64":"1.0.0"}}',
    'docs/dependencies.md': '| `@a/*`, `b-linux-*` | binaries |',
  };
  assert.deepEqual(foundBy(reasonedDependencies, files), []);
});
