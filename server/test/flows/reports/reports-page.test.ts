import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { REPORT_DEFINITIONS } from '../../../src/domain/report-type.ts';

const page = await readFile(new URL('../../../../docs/reports.md', import.meta.url), 'utf8');

describe('docs/reports.md', () => {
  for (const { type, schemaVersion, columns } of Object.values(REPORT_DEFINITIONS)) {
    it(`explains every column of ${type}, in order, and marks those that the formula guard is for`, () => {
      const chapter = page.split(/^## /m).find((each) => each.startsWith(`${type}\n`)) ?? '';
      const explained = [...chapter.matchAll(/^\| `(\S+)`( ✎)? +\|/gm)].map(([, name, mark]) => [
        name,
        mark !== undefined,
      ]);
      const notGuarded = type === 'BALANCE_LEDGER' ? ['note'] : ['order.metadata'];
      assert.deepEqual(explained, columns.map(({ name, kind }) => [name, kind === 'guarded' || notGuarded.includes(name)])); // prettier-ignore
      assert.ok(chapter.includes(`\`${schemaVersion}\``));
    });
  }
});
