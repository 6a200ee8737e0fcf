import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { pathsInDocs } from './paths-in-docs.ts';

const files = {
  '.gitignore': '.daybook/\ndist/\n',
  'server/src/jobs/sweep.ts': '',
  'docs/scaling.md': '# Scaling',
};

test('a path or link that leads nowhere is found', () => {
  const samples = [
    '`server/src/gone.ts`',
    '`gone/`',
    '`docs/gone.md`',
    '[a](gone.md)',
    '[a](docs/gone.md#x)',
    '[a]: gone.md',
  ];
  for (const text of samples) {
    for (const file of ['README.md', 'ARCHITECTURE.md', 'docs/guides/a.md']) {
      assert.equal(foundBy(pathsInDocs, { ...files, [file]: `# Title\n${text}` }).length, 1, text);
    }
  }
});

test('paths that are there, and what only looks like one, are not', () => {
  const text = [
    '`server/src/jobs/sweep.ts` `server/` `jobs/sweep.ts` [a](docs/scaling.md#top "title") [b](#here)',
    '`.daybook/postgres/` `application/json` `/v1/reports/` `https://example.com/a/` `verbs/<resource>/<verb>.ts`',
    '`reports/2026.csv` `a/b.ts c` [mail](mailto:a@example.com) [site](https://example.com/)',
    '```',
    'cat `gone/a.ts` [a](gone.md)',
    '```',
  ].join('\n');
  assert.deepEqual(foundBy(pathsInDocs, { ...files, 'README.md': text }), []);
});

test('a path in a comment that leads nowhere is found, and no other text of the code', () => {
  const find = (code: string) => foundBy(pathsInDocs, { ...files, 'server/src/jobs/a.ts': code }).length;
  assert.equal(find('/** See `docs/gone.md`. */'), 1);
  assert.equal(find(' * As `server/src/gone.ts` does.'), 1);
  assert.equal(find('// See `docs/scaling.md` and `jobs/sweep.ts`.'), 0);
  assert.equal(find('const path = `docs/gone.md`;'), 0);
});

test('other documents are not read', () => {
  assert.deepEqual(foundBy(pathsInDocs, { ...files, 'server/NOTES.md': '`gone/`' }), []);
});
