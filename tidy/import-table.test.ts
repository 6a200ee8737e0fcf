import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { IMPORT_TABLE } from './import-table.ts';

test('ARCHITECTURE.md says of every room of the server what the import table says', async () => {
  const page = await readFile(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8');
  const said = new Map<string, Set<string>>();
  for (const [, names = '', imports = ''] of page.matchAll(/^\| (`[^|]+`) +\| [^|]+\| ([^|]+?) +\|$/gm))
    for (const [, name = ''] of names.matchAll(/`([^`]+)`/g))
      said.set(`server/src/${name}`, new Set(imports.split(', ')));
  const held = Object.values(IMPORT_TABLE)
    .filter(({ at }) => at.startsWith('server/src/'))
    .map(({ at, mayImport, mayImportTypesOf = [] }) => {
      const rooms =
        mayImport === 'everything' ? [mayImport] : mayImport.length === 0 ? ['nothing'] : mayImport;
      return [at, new Set([...rooms, ...mayImportTypesOf.map((room) => `types of ${room}`)])] as const;
    });
  assert.deepEqual(Object.fromEntries(said), Object.fromEntries(held));
});
