import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DaybookError } from '../domain/errors.ts';
import { describeFailure } from './describe-failure.ts';

const STACK = /\n\s+at /;

/** As `pg` makes them. */
const fromPostgres = (code: string, message: string) =>
  Object.assign(new Error(message), { code, severity: 'ERROR' });

const fromSystem = (code: string) =>
  Object.assign(new Error(`${code}: it failed, open '/data/secrets-key'`), { code, syscall: 'open' });

describe('what a command says when it fails of what an operator can mend', () => {
  const cases: [string, unknown, RegExp][] = [
    ['a full disk', fromSystem('ENOSPC'), /secrets-key'\. There is no space left/],
    ['a file of another user', fromSystem('EACCES'), /change the owner/],
    ['a read-only file system', fromSystem('EROFS'), /read-only/],
    ['too many open files', fromSystem('EMFILE'), /ulimit -n/],
    ['the full disk of Postgres', fromPostgres('53100', 'could not extend file'), /disk of the database/],
    ['no more connections', fromPostgres('53300', 'sorry, too many clients'), /max_connections/],
    ['a missing right', fromPostgres('42501', 'permission denied for schema daybook'), /migrate/],
    ['a table that is gone', fromPostgres('42P01', 'relation "reports" does not exist'), /DATABASE_URL.*backup/],
    ['data that cannot be read', fromPostgres('XX001', 'invalid page in block 0'), /disk.*backup/],
    ['a database that went', new Error('Connection terminated unexpectedly'), /cannot be reached/],
  ]; // prettier-ignore
  for (const [what, error, expected] of cases)
    it(`${what}: one line that says what to do, and exit code 1`, () => {
      const { text, exitCode } = describeFailure(error);
      assert.match(text, expected);
      assert.doesNotMatch(text, STACK);
      assert.equal(exitCode, 1);
    });

  it('says what was behind it where the public words would not', () => {
    const error = new DaybookError('UNAVAILABLE', undefined, { cause: fromPostgres('53100', 'could not extend file') }); // prettier-ignore
    assert.match(describeFailure(error).text, /^Could not extend file\. The disk of the database is full/);
  });

  it('knows a real system call', () => {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-failure-'));
    try {
      readFileSync(folder);
      assert.fail('a folder was read');
    } catch (error) {
      assert.match(describeFailure(error).text, /^EISDIR: .*A folder is where a file should be/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps the places of a fault of the program', () => {
    assert.match(describeFailure(new TypeError('x is not a function')).text, STACK);
  });
});
