import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { initdbFailure } from './initdb-failure.ts';
import { postgresCure } from './postgres-cure.ts';
import { postgresFailure } from './postgres-failure.ts';

const line = (pid: number, text: string) => `2026-11-23 06:12:37.095 UTC [${pid}] ${text}`;
const STARTED = [line(10, 'LOG:  starting PostgreSQL 18.4'), line(11, 'LOG:  database system was shut down')];

describe('the reason why Postgres does not run', () => {
  it('is what the server said, and not what it refused a client meanwhile', () => {
    const log = [
      ...STARTED,
      line(10, 'FATAL:  could not create shared memory segment: Cannot allocate memory'),
      line(12, 'FATAL:  the database system is starting up'),
      line(13, 'FATAL:  role "ghost" does not exist'),
    ];
    assert.equal(postgresFailure(log.join('\n')), 'could not create shared memory segment: Cannot allocate memory'); // prettier-ignore
  });

  it('is that of the process whose end ended the server', () => {
    const log = [
      ...STARTED,
      line(12, 'FATAL:  could not write to file "pg_wal/xlogtemp.12": No space left on device'),
      line(10, 'LOG:  startup process (PID 12) exited with exit code 1'),
      line(13, 'FATAL:  the database system is in recovery mode'),
    ];
    assert.match(postgresFailure(log.join('\n')) ?? '', /^could not write .* No space left on device$/);
  });

  it('is there too where the server never came to start, with its detail', () => {
    const log = [line(10, 'FATAL:  data directory "/d" has invalid permissions'), `${line(10, 'DETAIL:  Permissions should be u=rwx')}`]; // prettier-ignore
    assert.equal(postgresFailure(log.join('\n')), 'data directory "/d" has invalid permissions: Permissions should be u=rwx'); // prettier-ignore
  });

  it('is not made up where it said nothing', () => {
    assert.equal(postgresFailure([...STARTED, line(12, 'FATAL:  role "ghost" does not exist')].join('\n')), undefined); // prettier-ignore
  });

  it('is not the statement of a client that the end of the server cut off', () => {
    const log = [
      ...STARTED,
      line(12, 'FATAL:  terminating connection due to unexpected postmaster exit'),
      line(12, 'STATEMENT:  select id'),
      '\tfrom jobs',
      '\tlimit 1',
    ];
    assert.equal(postgresFailure(log.join('\n')), undefined);
  });
});

describe('the reason why initdb failed', () => {
  it('is the full disk, whatever is said of it at last', () => {
    const complaint = [
      '2026-11-23 06:25:38.900 UTC [9] ERROR:  could not extend file "base/1/2": No space left on device',
      '2026-11-23 06:25:38.901 UTC [9] PANIC:  cannot abort transaction 1, it was already committed',
    ].join('\n');
    assert.equal(initdbFailure(complaint), 'could not extend file "base/1/2": No space left on device');
  });
});

describe('what to do about it', () => {
  const cures: [string, RegExp][] = [
    ['could not extend file: No space left on device', /make room/],
    ['data directory "/d" has invalid permissions', /chmod/],
    ['could not open file "global/pg_control": No such file or directory', /backup/],
    ['could not open file "global/pg_control": Permission denied', /give the data folder/],
    ['could not open file: Too many open files', /ulimit/],
  ];
  for (const [reason, cure] of cures)
    it(`fits the reason: ${reason}`, () => assert.match(postgresCure(reason), cure));
});
