import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { importTable } from './import-table.ts';

test('an import that the table does not name is found, in whatever form it is written', () => {
  const forms = [
    "import { pool } from '../db/pool.ts';",
    "import type { Pool } from '../db/pool.ts';",
    "export { pool } from '../db/pool.ts';",
    "export * from '../db/pool.ts';",
    "const { pool } = await import('../db/pool.ts');",
    "let pool: import('../db/pool.ts').Pool;",
    "const { pool } = require('../db/pool.ts');",
    "import pool = require('../db/pool.ts');",
  ];
  for (const form of forms) {
    const found = foundBy(importTable, { 'server/src/encode/a.ts': form });
    assert.deepEqual(found, ['server/src/encode/a.ts:1  encode may not import db'], form);
  }
});

test('an import that the table names is allowed', () => {
  const found = foundBy(importTable, {
    'server/src/verbs/a.ts': "import '../db/b.ts'; import './c.ts'; import 'pg'; import 'node:fs';",
    'server/src/domain/b.ts': "import { randomBytes } from 'node:crypto'; import './c.ts';",
    'server/src/config.ts': "import './domain/b.ts';",
    'server/src/embedded/a.ts': "import '../verbs/a.ts'; import '../storage/a.ts';",
    'cli/src/a.ts': "import '@daybook/client'; import 'node:fs'; import '../package.json';",
    'web/src/a.tsx': "import '@daybook/client/verify'; import 'react';",
  });
  assert.deepEqual(found, []);
});

test('domain may import nothing from outside but node:crypto', () => {
  const found = foundBy(importTable, {
    'server/src/domain/a.ts': "import 'node:fs';",
    'server/src/domain/b.ts': "import 'typebox';",
    'server/src/domain/c.ts': "import '../config.ts';",
  });
  assert.equal(found.length, 3);
});

test('http may import types of storage and nothing else of it', () => {
  const file = 'server/src/http/a.ts';
  assert.deepEqual(foundBy(importTable, { [file]: "import type { Store } from '../storage/store.ts';" }), []);
  assert.deepEqual(foundBy(importTable, { [file]: "import { type Store } from '../storage/store.ts';" }), []);
  assert.deepEqual(foundBy(importTable, { [file]: "import { store } from '../storage/store.ts';" }), [
    'server/src/http/a.ts:1  http may import only types of storage (import type)',
  ]);
  assert.equal(foundBy(importTable, { [file]: "import type { Job } from '../jobs/job.ts';" }).length, 1);
});

test('compose and main are imported by each other in one direction, and by tests', () => {
  const found = foundBy(importTable, {
    'server/src/main.ts': "import './compose.ts'; import './commands/start.ts';",
    'server/src/commands/start.ts': "import '../compose.ts'; import '../jobs/a.ts'; import '../http/app.ts';",
    'server/src/http/app.test.ts': "import '../compose.ts'; import '../main.ts'; import '../jobs/a.ts';",
    'server/test/flows/a.ts': "import '../../src/compose.ts';",
  });
  assert.deepEqual(found, []);
  for (const target of ['compose.ts', 'main.ts', 'commands/start.ts']) {
    const found = foundBy(importTable, { 'server/src/embedded/a.ts': `import '../${target}';` });
    assert.equal(found.length, 1, target);
  }
});

test('the product may not import tests, the server from outside, or packages that its room forbids', () => {
  const found = foundBy(importTable, {
    'server/src/verbs/a.ts': "import '../../test/support/clock.ts';",
    'web/src/a.ts': "import '../../server/src/domain/a.ts';",
    'cli/src/a.ts': "import '@daybook/server'; import 'chalk';",
    'client/src/a.ts': "import 'node:fs';",
  });
  assert.equal(found.length, 5);
});

test('a file in no room is found', () => {
  assert.equal(foundBy(importTable, { 'server/src/stray/a.ts': '' }).length, 1);
  assert.equal(foundBy(importTable, { 'server/src/stray.ts': '' }).length, 1);
});
