import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundBy } from '../found-by.ts';
import { sqlText } from './sql-text.ts';

const statements = [
  'select id from reports',
  'SELECT * FROM reports',
  'Select id, status from reports where id = $1',
  'select count(*) as n\n from "reports"',
  'select pg_notify($1, $2)',
  '-- newest first\nselect id from reports',
  'insert into reports (id) values ($1)',
  'INSERT INTO reports SELECT id FROM old',
  'update reports set status = $1',
  'update reports r set status = $1 from stores',
  'delete from reports where id = $1',
  'DELETE FROM reports',
  'with due as (select 1) select * from due',
  'copy (select 1) to stdout',
  'begin',
  'BEGIN ISOLATION LEVEL SERIALIZABLE',
  'commit',
  'rollback;',
  'truncate table reports',
];

const prose = [
  'Select a report from the list',
  'select the columns from your report',
  'Update the settings and set a limit',
  'update all rows, then set them free',
  'Delete from disk after 90 days',
  'Insert into the calendar',
  'begin with the newest',
  'with this, as (nearly) always',
  'Copy to clipboard',
  'reports are selected from stores',
  'commit it',
];

test('a statement outside db, ledger and source is found', () => {
  for (const text of statements) {
    const found = foundBy(sqlText, { 'server/src/verbs/a.ts': `const a = ${JSON.stringify(text)};` });
    assert.equal(found.length, 1, text);
  }
});

test('a statement in a template is found, also when its columns are filled in', () => {
  const text = 'const a = sql`\n  select ${columns} from ${table}`;';
  assert.equal(foundBy(sqlText, { 'server/src/http/a.ts': text }).length, 1);
  assert.equal(foundBy(sqlText, { 'web/src/a.tsx': text }).length, 1);
});

test('English is no SQL', () => {
  for (const text of prose) {
    const found = foundBy(sqlText, { 'web/src/a.ts': `const a = ${JSON.stringify(text)};` });
    assert.deepEqual(found, []);
  }
});

test('db, ledger, source and tests hold SQL', () => {
  const text = "const a = 'select id from reports';";
  const files = ['server/src/db/a.ts', 'server/src/ledger/a.ts', 'server/src/source/b/a.ts'];
  const tests = ['server/src/http/a.test.ts', 'server/test/flows/a.ts', 'bench/a.ts'];
  for (const file of [...files, ...tests]) assert.deepEqual(foundBy(sqlText, { [file]: text }), []);
});
