import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { StartupError } from '../domain/startup-error.ts';
import { openDataDirectory } from './data-directory.ts';

function scratch(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'daybook-embedded-test-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function refusal(message: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof StartupError && message.test(error.message) && !error.message.includes('\n');
}

test('a new data folder is private, says its format, and opens again', async (t) => {
  const path = join(scratch(t), '.daybook');
  assert.equal(await openDataDirectory(path), path);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.equal(readFileSync(join(path, 'version'), 'utf8'), '1\n');
  assert.equal(await openDataDirectory(path), path);
});

test('a data folder of a newer Daybook is refused and left as it is', async (t) => {
  const path = scratch(t);
  writeFileSync(join(path, 'version'), '2\n');
  await assert.rejects(
    openDataDirectory(path),
    refusal(/says format 2.*used by a newer Daybook\. Run that one, or set/),
  );
  assert.equal(readFileSync(join(path, 'version'), 'utf8'), '2\n');
});

test('a version that is no number is refused, not overwritten', async (t) => {
  const path = scratch(t);
  writeFileSync(join(path, 'version'), 'one');
  await assert.rejects(openDataDirectory(path), refusal(/does not hold a format version/));
  assert.equal(readFileSync(join(path, 'version'), 'utf8'), 'one');
});

test('a file in the place of the data folder is refused', async (t) => {
  const path = join(scratch(t), 'file');
  writeFileSync(path, '');
  await assert.rejects(openDataDirectory(path), refusal(/is not a folder/));
  await assert.rejects(openDataDirectory(join(path, 'below')), refusal(/is not a folder/));
});
