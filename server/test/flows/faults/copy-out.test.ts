import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { copyOut } from '../../../src/source/copy-out.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const ROWS = 300_000;
const MANY = `copy (select i, repeat('x', 40) from generate_series(1, ${ROWS}) as i) to stdout`;

let database: TestDatabase;
let client: pg.Client;
before(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  await client.query(`create function daybook.say(i int) returns int language plpgsql as $$
    begin if i % 1000 = 0 then raise notice 'row %', i; end if; return i; end $$`);
});
after(async () => {
  await client.end();
  await database.close();
});

/** The connection still does what it is told, and answers to nobody else. */
async function isUsable(): Promise<void> {
  const { rows } = await client.query<{ seven: number }>('select 3 + 4 as seven');
  assert.deepEqual(rows, [{ seven: 7 }]);
}

describe('rows that are copied out past the parser of pg', () => {
  it('come whole and counted, and leave the connection as it was', async () => {
    for (let round = 0; round < 2; round += 1) {
      const copy = client.query(copyOut(MANY));
      const lines = (await buffer(copy.stream)).toString().trimEnd().split('\n');
      assert.equal(lines.length, ROWS);
      assert.equal(lines.at(-1), `${ROWS}\t${'x'.repeat(40)}`);
      assert.equal(copy.rowCount(), ROWS);
      await isUsable();
    }
    assert.equal(
      (await buffer(client.query(copyOut('copy (select where false) to stdout')).stream)).length,
      0,
    );
    await isUsable();
  });

  it('are not disturbed by what the server says between them, and pg hears all of it', async () => {
    const notices: (string | undefined)[] = [];
    const hear = ({ message }: { message?: string | undefined }) => void notices.push(message);
    client.on('notice', hear);
    const copy = client.query(
      copyOut('copy (select daybook.say(i) from generate_series(1, 20000) as i) to stdout'),
    );
    const lines = (await buffer(copy.stream)).toString().trimEnd().split('\n');
    client.off('notice', hear);
    assert.deepEqual(
      lines,
      Array.from({ length: 20_000 }, (_, index) => String(index + 1)),
    );
    assert.deepEqual(
      notices,
      Array.from({ length: 20 }, (_, index) => `row ${1000 * (index + 1)}`),
    );
  });

  it('end in the error of the server, at once or in the middle', async () => {
    const cases = [
      ['copy (select from nowhere) to stdout', /relation "nowhere" does not exist/],
      ['copy (select 1 / (100000 - i) from generate_series(1, 200000) as i) to stdout', /division by zero/],
    ] as const;
    for (const [statement, message] of cases) {
      await assert.rejects(buffer(client.query(copyOut(statement)).stream), { message });
      await isUsable();
    }
  });

  it('wait in the database for a slow reader, not in our memory', async () => {
    const copy = client.query(copyOut(MANY));
    copy.stream.read(0);
    await untilBackendWaits();
    assert.ok(copy.stream.readableLength <= 512 * 1024, `${copy.stream.readableLength} bytes lie here`);
    assert.equal((await buffer(copy.stream)).toString().split('\n').length, ROWS + 1);
    await isUsable();
  });

  it('are broken off together with their connection', async () => {
    const broken = new pg.Client({ connectionString: database.superUrl, application_name: 'broken off' });
    broken.on('error', () => {});
    await broken.connect();
    const { stream } = broken.query(copyOut(MANY));
    const failed = assert.rejects(buffer(stream), { message: 'no longer wanted' });
    stream.once('data', () => stream.destroy(new Error('no longer wanted')));
    await failed;
    await broken.end();
    await untilGone('broken off');
  });
});

/** Until Postgres cannot send any more of the copy, as nobody takes it. */
async function untilBackendWaits(): Promise<void> {
  await until(`select from pg_stat_activity where wait_event = 'ClientWrite' and query like 'copy %'`, 1);
}

async function untilGone(applicationName: string): Promise<void> {
  await until(`select from pg_stat_activity where application_name = '${applicationName}'`, 0);
}

async function until(statement: string, count: number): Promise<void> {
  const observer = new pg.Client({ connectionString: database.superUrl });
  await observer.connect();
  while ((await observer.query(statement)).rowCount !== count);
  await observer.end();
}
