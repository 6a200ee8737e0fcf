import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { findTestFiles, limitOf } from './find-test-files.ts';

const root = mkdtempSync(join(tmpdir(), 'daybook-find-test-files-'));
after(() => rmSync(root, { recursive: true }));
const ORDINARY = ['client/test/a.test.ts', 'server/src/long/a.test.ts', 'server/test/flows/a.test.ts'];
const LONG = ['client/test/long/a.test.ts', 'server/test/long/a.test.ts', 'web/test/long/a.test.ts'];
for (const path of [...ORDINARY, ...LONG]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

test('the files of long/ among the tests run only in the long profile, where a file may take longer', () => {
  assert.deepEqual(findTestFiles(root, { filters: [], long: false }), ORDINARY);
  assert.deepEqual(findTestFiles(root, { filters: [], long: true }), [...ORDINARY, ...LONG].toSorted());
  assert.deepEqual(findTestFiles(root, { filters: ['client'], long: true }), [ORDINARY[0], LONG[0]]);
  assert.equal(limitOf({ long: false }), 180);
  assert.ok(limitOf({ long: true }) > 1000);
});
