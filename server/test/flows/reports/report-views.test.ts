import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { REPORT_DEFINITIONS } from '../../../src/domain/report-type.ts';
import { StartupError } from '../../../src/domain/startup-error.ts';
import { checkViews } from '../../../src/source/check-views.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';

const PAYOUTS = 'report_payout_reconciliation';
const SEVEN = `create view daybook.${PAYOUTS} as select store_id, created_at, completed_at, id as payout_id, status, currency, amount`;

describe('the views that reports read are checked at start', () => {
  let testDatabase: TestDatabase;
  let owner: pg.Client;
  let database: Database;
  before(async () => {
    testDatabase = await createTestDatabase();
    owner = new pg.Client({ connectionString: testDatabase.ownerUrl });
    await owner.connect();
    const onError = (error: Error) => assert.fail(error);
    database = openDatabase({
      url: testDatabase.appUrl,
      maxConnections: 1,
      applicationName: 'test',
      onError,
    });
  });
  after(async () => {
    await endProcesses();
    await database.close();
    await owner.end();
    await testDatabase.close();
  });

  /** What the check says after the views were changed so; they are whole again afterwards. */
  async function messageAfter(...statements: string[]): Promise<string> {
    const { rows } = await owner.query<{ text: string }>(
      `select pg_get_viewdef('daybook.${PAYOUTS}'::regclass) as text`,
    );
    for (const statement of statements) await owner.query(statement);
    const error: unknown = await check().catch((thrown: unknown) => thrown);
    await owner.query(`drop view if exists daybook.${PAYOUTS}`);
    await owner.query(`create view daybook.${PAYOUTS} with (security_invoker) as ${rows[0]?.text}`);
    await owner.query(`grant select on daybook.${PAYOUTS} to daybook_app`);
    await check();
    assert.ok(error instanceof StartupError, String(error));
    assert.ok(!error.message.includes('\n'));
    return error.message;
  }

  const check = () => checkViews(database, Object.values(REPORT_DEFINITIONS));
  const drop = `drop view daybook.${PAYOUTS}`;
  const grant = `grant select on daybook.${PAYOUTS} to daybook_app`;

  it('and pass as they were migrated', check);

  it('a column of another type is named with what is expected and what is found', async () => {
    const message = await messageAfter(drop, `${SEVEN}, fee_amount::numeric from daybook.payouts`, grant);
    assert.match(
      message,
      /daybook\.report_payout_reconciliation must have the column "fee_amount" as int8, but it is numeric/,
    );
  });

  it('a column that is gone is named', async () => {
    const message = await messageAfter(drop, `${SEVEN} from daybook.payouts`, grant);
    assert.match(
      message,
      /daybook\.report_payout_reconciliation must have the column "fee_amount" as int8, but it has none/,
    );
  });

  it('what the rows are found by is checked too', async () => {
    const dated = SEVEN.replace('created_at,', 'created_at::timestamp as created_at,');
    const message = await messageAfter(drop, `${dated} from daybook.payouts`, grant);
    assert.match(message, /"created_at" as timestamptz, but it is timestamp:/);
    const loose = SEVEN.replace('store_id,', 'store_id::varchar as store_id,');
    assert.match(
      await messageAfter(drop, `${loose} from daybook.payouts`, grant),
      /"store_id" as text, but it is varchar:/,
    );
  });

  it('a view that is gone or may not be read is named', async () => {
    assert.match(await messageAfter(drop), /The view daybook\.report_payout_reconciliation is missing/);
    const revoke = `revoke select on daybook.${PAYOUTS} from daybook_app`;
    assert.match(await messageAfter(revoke), /report_payout_reconciliation is missing or may not be read/);
  });

  it('a view that a superuser made again, and that would show every store, is named with what to do', async () => {
    const view = `daybook.${PAYOUTS}`;
    const asSuperuser = (text: string) => askPostgres(testDatabase.superUrl, text);
    await asSuperuser(
      `alter view ${view} set (security_invoker = false); alter view ${view} owner to current_user`,
    );
    await assert.rejects(check, (error) => {
      assert.ok(error instanceof StartupError);
      const [, statement] = /run "(alter view .*)"/.exec(error.message) ?? [];
      assert.equal(statement, `alter view ${view} set (security_invoker = true)`);
      return true;
    });
    await asSuperuser(`alter view ${view} set (security_invoker = true)`);
    await check();
    await asSuperuser(`alter view ${view} owner to ${new URL(testDatabase.ownerUrl).username}`);
  });

  it('columns beyond those are welcome', async () => {
    const { rows } = await owner.query<{ text: string }>(
      `select pg_get_viewdef('daybook.report_balance_ledger'::regclass) as text`,
    );
    const more = String(rows[0]?.text).replace(/\shash\s/, ' hash, now() as seen_at ');
    await owner.query(`create or replace view daybook.report_balance_ledger as ${more}`);
    await check();
  });

  it('and no process starts to serve with a wrong one', async () => {
    await owner.query(`drop view daybook.${PAYOUTS}`);
    for (const role of ['api', 'worker']) {
      const server = startProcess([role], {
        DATABASE_URL: testDatabase.appUrl,
        SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
        PORT: '0',
      });
      assert.equal(await server.ended(), 1, server.printed());
      assert.match(
        server.printed(),
        /The view daybook\.report_payout_reconciliation is missing .*server\/migrations/,
      );
    }
  });
});
