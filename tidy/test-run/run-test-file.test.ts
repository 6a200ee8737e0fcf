import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runTestFile, type FileResult } from './run-test-file.ts';

const root = mkdtempSync(join(tmpdir(), 'daybook-run-test-file-'));
after(() => rmSync(root, { recursive: true }));

function run(text: string): Promise<FileResult> {
  writeFileSync(join(root, 'a.test.ts'), `import { test } from 'node:test';\n${text}`);
  return runTestFile(root, 'a.test.ts', {
    seconds: 1,
    graceSeconds: 0.2,
    signal: new AbortController().signal,
  });
}

test('a test that never ends is stopped at the limit and named', async () => {
  const { passed, failed } = await run("test('a', () => {}); test('b', () => new Promise(() => {}));");
  assert.equal(passed, 1);
  assert.match(failed.at(-1)?.text ?? '', /still ran after 1 s/);
  assert.match(failed.map(({ name, text }) => `${name} ${text}`).join('\n'), /\bb\b/);
});

test('a process that does not listen to SIGTERM is killed', async () => {
  const { failed } = await run("process.on('SIGTERM', () => {}); test('a', () => { for (;;); });");
  assert.match(failed.at(-1)?.text ?? '', /still ran after 1 s/);
});

test('tests that end and leave something open are found', async () => {
  const { passed, failed } = await run("test('a', () => { setInterval(() => {}, 1000); });");
  assert.equal(passed, 1);
  assert.match(failed.at(-1)?.text ?? '', /kept the process alive\nstill open: .*1 Timeout/);
});

test('what a test measured is kept, in its words', async () => {
  const { figures } = await run(
    "import { describe } from 'node:test'; describe('s', () => test('a', (t) => t.diagnostic('p95 1 s')));",
  );
  assert.deepEqual(figures, ['p95 1 s']);
});
