import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { durableFile } from './durable-file.ts';

test('a chunk counts as written only once it is in the file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-durable-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file');
  const file = durableFile(path);
  for (let chunks = 1; chunks <= 50; chunks += 1) {
    const sizeBytes = await new Promise((resolve) => {
      file.write(Buffer.alloc(100_000), () => resolve(statSync(path).size));
    });
    assert.equal(sizeBytes, chunks * 100_000);
  }
  await new Promise<void>((resolve) => file.end(resolve));
});

test('a file that exists is never written over', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-durable-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file');
  await new Promise<void>((resolve) => durableFile(path).end('first', resolve));
  const error = await new Promise((resolve) => durableFile(path).on('error', resolve).end('second'));
  assert.equal(error instanceof Error && 'code' in error && error.code, 'EEXIST');
  assert.equal(statSync(path).size, 5);
});
