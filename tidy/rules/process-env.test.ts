import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { processEnv } from './process-env.ts';

test('reading the environment outside config.ts is found', () => {
  const forms = [
    'const a = process.env.PORT;',
    "const a = process['env'].PORT;",
    'const { env } = process;',
    "import { env } from 'node:process';",
  ];
  for (const form of forms) {
    assert.equal(foundBy(processEnv, { 'server/src/http/a.ts': form }).length, 1, form);
  }
});

test('config.ts and tests may read it, and the command line reads its own', () => {
  const text = 'const a = process.env.PORT;';
  const found = foundBy(processEnv, {
    'server/src/config.ts': text,
    'server/src/http/a.test.ts': text,
    'server/test/support/a.ts': text,
    'cli/src/a.ts': text,
  });
  assert.deepEqual(found, []);
});
