import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { declaredPackages } from './declared-packages.ts';

const manifests = {
  'package.json': '{"devDependencies":{"prettier":"1.0.0"}}',
  'server/package.json':
    '{"dependencies":{"pg":"1.0.0","@a/b":"1.0.0"},"devDependencies":{"csv-parse":"1.0.0"}}',
  'client/package.json': '{}',
};

test('a package that its member does not declare is found', () => {
  for (const name of ['left-pad', 'prettier', 'csv-parse/sync', '@a/c']) {
    const found = foundBy(declaredPackages, { ...manifests, 'server/src/a.ts': `import '${name}';` });
    assert.equal(found.length, 1, name);
  }
  assert.equal(foundBy(declaredPackages, { ...manifests, 'client/src/a.ts': "import 'pg';" }).length, 1);
});

test('declared packages, Node modules, files, and what tests share are no findings', () => {
  const found = foundBy(declaredPackages, {
    ...manifests,
    'server/src/a.ts': "import 'pg/lib/x.js'; import '@a/b/c'; import 'node:fs'; import './b.ts';",
    'server/src/a.test.ts': "import 'csv-parse/sync'; import 'prettier'; import '@daybook/client';",
    'tidy/a.ts': "import 'prettier';",
  });
  assert.deepEqual(found, []);
});
