import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { adjustmentLine, payoutLine } from '../../support/rows/activity-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { readUnbrokenChain, type StoredEntry } from '../../support/models/unbroken-chain.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const SQLSTATE = {
  denied: '42501',
  foreignKey: '23503',
  unique: '23505',
  check: '23514',
  generated: '428C9',
} as const;

/** What the role of the server may not do to entries that are there, in every way that SQL has. */
const REFUSED: readonly string[] = [
  'update ledger_entries set note = note',
  'update only ledger_entries set amount = amount where false',
  'update ledger_entries set amount = 0 from payments where payments.id = payment_id',
  'delete from ledger_entries where false',
  'delete from ledger_entries using payments where payments.id = payment_id',
  'truncate ledger_entries',
  'truncate ledger_heads, ledger_entries cascade',
  'select * from ledger_entries for update',
  'select * from ledger_entries for no key update',
  'select * from ledger_entries for share',
  'select * from ledger_entries for key share',
  'lock table ledger_entries in access exclusive mode',
  'with gone as (delete from ledger_entries returning *) select count(*) from gone',
  'with changed as (update ledger_entries set amount = 0 returning *) select count(*) from changed',
  `insert into ledger_entries (store_id, sequence) values ('', 1) on conflict (store_id, sequence) do update set amount = 0`,
  'merge into ledger_entries e using payments p on p.id = e.payment_id when matched then update set amount = 0',
  'merge into ledger_entries e using payments p on p.id = e.payment_id when matched then delete',
  'update report_balance_ledger set amount = 0',
  'delete from report_balance_ledger',
  'alter table ledger_entries disable trigger all',
  'alter table ledger_entries disable row level security',
  'alter table ledger_entries no force row level security',
  'alter table ledger_entries drop constraint ledger_entries_pkey cascade',
  'alter table ledger_entries drop column note',
  'alter table ledger_entries rename to old_entries',
  'alter table ledger_entries owner to daybook_app',
  'alter table ledger_entries set schema public',
  'drop table ledger_entries cascade',
  'drop index ledger_entries_payment_once',
  'drop policy of_store on ledger_entries',
  'drop schema daybook cascade',
  'create policy open on ledger_entries using (true)',
  'create rule quiet as on insert to ledger_entries do instead nothing',
  'create trigger quiet before insert on ledger_entries for each row execute function check_report_transition()',
  'create table daybook.ledger_copies (id int)',
  'create function daybook.helper() returns int language sql security definer return 1',
  'create or replace function check_head_moves_on() returns trigger language plpgsql as $$ begin return new; end $$',
  'alter function check_head_moves_on() owner to daybook_app',
  'drop trigger ledger_heads_move_on on ledger_heads',
  'grant daybook_owner to daybook_app',
  'alter role daybook_app superuser',
  'alter role daybook_app bypassrls',
  'set session_replication_role = replica',
  'set role daybook_owner',
  'set role postgres',
  'set session authorization daybook_owner',
  `copy ledger_entries to program 'cat'`,
  `copy ledger_entries from '/dev/null'`,
  'delete from ledger_heads',
  'truncate ledger_heads',
  'update ledger_heads set store_id = store_id',
  'update payouts set balance_after = balance_after',
  'update payouts set last_ledger_sequence = null',
  'update pg_catalog.pg_class set relforcerowsecurity = false',
];

describe('the ledger is append-only for the role that the server has', () => {
  let books: TestBooks;
  let server: pg.Client;
  let storeId: string;
  let otherStoreId: string;
  let chain: StoredEntry[];
  before(async () => {
    books = await openTestBooks();
    otherStoreId = await books.createStore();
    storeId = await books.createStore();
    const lines = [paymentLine('pmt_1', DAY), payoutLine('pto_1'), adjustmentLine('adj_1')];
    await books.record(storeId, lines);
    chain = await readUnbrokenChain(books, storeId);
    server = new pg.Client({
      connectionString: books.database.appUrl,
      options: '-c role=daybook_app -c search_path=daybook -c timezone=UTC',
    });
    await server.connect();
  });
  beforeEach(() => server.query(`begin; set local daybook.store_id = '${storeId}'; savepoint sound`));
  after(async () => {
    await server.end();
    await books.close();
  });

  /** Whether it is refused when it is said, or when the transaction ends. */
  async function attempt(text: string, values: unknown[] = []): Promise<string | undefined> {
    try {
      await server.query(text, values);
      await server.query('commit');
      return undefined;
    } catch (error) {
      await server.query('rollback');
      return (error as pg.DatabaseError).code;
    }
  }

  for (const text of REFUSED) {
    it(`refuses: ${text}`, async (t) => {
      const code = await attempt(text);
      if (code === '42601' && text.startsWith('merge')) return t.skip('this Postgres has no MERGE');
      assert.equal(code, SQLSTATE.denied);
      assert.deepEqual(await readUnbrokenChain(books, storeId), chain);
    });
  }

  /** A sound entry after the newest one, with something else about it. */
  function next(change: Record<string, unknown> = {}): { text: string; values: unknown[] } {
    const newest = chain.at(-1) as StoredEntry;
    const row: Record<string, unknown> = {
      ...{ store_id: storeId, sequence: 4, entry_id: `ble_${'0'.repeat(23)}4`, type: 'ADJUSTMENT' },
      ...{ amount: 5, currency: 'USD', previous_balance: newest.running_balance },
      ...{ running_balance: Number(newest.running_balance) + 5, adjustment_id: 'adj_2', created_at: DAY },
      ...{ note: 'Correction', previous_hash: newest.hash, hash: Buffer.alloc(32, 7), ...change },
    };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    return {
      text: `insert into ledger_entries (${columns.join(', ')}) values (${places.join(', ')})`,
      values: Object.values(row),
    };
  }

  it('takes an entry that follows the newest one', async () => {
    const { text, values } = next();
    assert.equal((await server.query(text, values)).rowCount, 1);
    await server.query('rollback');
  });

  const at = (index: number): StoredEntry => chain[index] as StoredEntry;
  const wrong: [string, () => Record<string, unknown>, string][] = [
    ['forks from an older entry', () => ({ previous_hash: at(1).hash, previous_balance: at(1).running_balance, running_balance: Number(at(1).running_balance) + 5 }), SQLSTATE.foreignKey],
    ['takes the place of an older entry', () => ({ sequence: 3, previous_hash: at(1).hash, previous_balance: at(1).running_balance, running_balance: Number(at(1).running_balance) + 5 }), SQLSTATE.unique],
    ['begins a second chain', () => ({ sequence: 1, previous_hash: Buffer.alloc(32), previous_balance: 0, running_balance: 5 }), SQLSTATE.unique],
    ['skips a sequence', () => ({ sequence: 5 }), SQLSTATE.foreignKey],
    ['has sequence 0', () => ({ sequence: 0 }), SQLSTATE.check],
    ['has a negative sequence', () => ({ sequence: -4 }), SQLSTATE.check],
    ['repeats an entry id', () => ({ entry_id: at(0).entry_id }), SQLSTATE.unique],
    ['has a wrong sum', () => ({ running_balance: 1 }), SQLSTATE.check],
    ['follows a balance that was not there', () => ({ previous_balance: 1, running_balance: 6 }), SQLSTATE.foreignKey],
    ['follows a hash that was not there', () => ({ previous_hash: Buffer.alloc(32, 1) }), SQLSTATE.foreignKey],
    ['is in another store', () => ({ store_id: otherStoreId }), SQLSTATE.denied],
    ['follows the entries of another store', () => ({ store_id: otherStoreId, sequence: 1, previous_hash: Buffer.alloc(32), previous_balance: 0, running_balance: 5 }), SQLSTATE.denied],
    ['is an opening balance that comes late', () => ({ type: 'OPENING_BALANCE', adjustment_id: null }), SQLSTATE.check],
    ['books a payment again', () => ({ type: 'PAYMENT_RECEIVED', adjustment_id: null, payment_id: 'pmt_1' }), SQLSTATE.unique],
    ['books a payout again', () => ({ type: 'PAYOUT', adjustment_id: null, payout_id: 'pto_1' }), SQLSTATE.unique],
    ['books an adjustment again', () => ({ adjustment_id: 'adj_1' }), SQLSTATE.unique],
    ['says itself what it follows', () => ({ previous_sequence: 2 }), SQLSTATE.generated],
    ['has a short hash', () => ({ hash: Buffer.alloc(31) }), SQLSTATE.check],
  ]; // prettier-ignore
  for (const [name, change, code] of wrong) {
    for (const deferred of [false, true]) {
      it(`refuses an entry that ${name}${deferred ? ', with all constraints deferred too' : ''}`, async () => {
        if (deferred) await server.query('set constraints all deferred');
        const { text, values } = next(change());
        assert.equal(await attempt(text, values), code);
        assert.deepEqual(await readUnbrokenChain(books, storeId), chain);
      });
    }
  }

  it('refuses entries that are copied from those that are there', async () => {
    const code = await attempt('insert into ledger_entries (store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance, created_at, note, previous_hash, hash) select store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance, created_at, note, previous_hash, hash from ledger_entries'); // prettier-ignore
    assert.equal(code, SQLSTATE.unique);
  });

  for (const [name, change, code] of [
    ['set back', 'sequence = 2', SQLSTATE.check],
    ['set back to its beginning', `sequence = 0, hash = decode(repeat('00', 32), 'hex')`, SQLSTATE.check],
    ['moved on to an entry that is not there', 'sequence = sequence + 1', SQLSTATE.foreignKey],
    ['given another hash', `hash = decode(repeat('ab', 32), 'hex')`, SQLSTATE.foreignKey],
    ['given another balance', 'running_balance = running_balance + 1', SQLSTATE.foreignKey],
  ] as const) {
    it(`refuses that the head row is ${name}`, async () => {
      await server.query('set constraints all deferred');
      assert.equal(await attempt(`update ledger_heads set ${change}`), code);
    });
  }

  it('has no other rights than these, and cannot give itself any', async () => {
    // Postgres only warns that nothing was granted.
    await server.query('grant update, delete, truncate on ledger_entries, ledger_heads to daybook_app');
    await server.query('commit');
    const rights = await books.ask<{ table: string; rights: string }>(
      `select relname as table, string_agg(privilege, ' ' order by privilege) as rights
       from pg_class
       cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
       where relnamespace = 'daybook'::regnamespace and relname like 'ledger%' and relkind = 'r'
         and has_table_privilege('daybook_app', pg_class.oid, privilege)
       group by relname order by relname`,
    );
    assert.deepEqual(rights, [
      { table: 'ledger_entries', rights: 'INSERT SELECT' },
      { table: 'ledger_heads', rights: 'INSERT SELECT' },
    ]);
    const columns = await books.ask<{ column: string }>(
      `select relname || '.' || attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace = 'daybook'::regnamespace and relname in ('ledger_entries', 'ledger_heads') and attnum > 0
         and has_column_privilege('daybook_app', attrelid, attnum, 'UPDATE') order by attnum`,
    );
    assert.deepEqual(
      columns.map(({ column }) => column),
      ['sequence', 'hash', 'running_balance', 'created_at', 'window_first_sequence', 'window_balance_before', 'window_payments', 'window_refunds', 'window_disputes', 'window_adjustments'].map((name) => `ledger_heads.${name}`), // prettier-ignore
    );
  });

  it('is no superuser, owner, or member of anything, and neither is the login behind it', async () => {
    await server.query('rollback');
    const roles = await books.ask(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
         array(select roleid::regrole::text from pg_auth_members where member = pg_roles.oid) as member_of
       from pg_roles where rolname in ('daybook_app', 'daybook_login') order by rolname`,
    );
    const nothing = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false }; // prettier-ignore
    assert.deepEqual(roles, [
      { rolname: 'daybook_app', ...nothing, rolcanlogin: false, member_of: [] },
      { rolname: 'daybook_login', ...nothing, rolcanlogin: true, member_of: ['daybook_app'] },
    ]);
    const owned = await books.ask(
      `select classid::regclass::text as what, objid from pg_shdepend
       where refobjid in ('daybook_app'::regrole, 'daybook_login'::regrole) and deptype = 'o'
         and dbid in (0, (select oid from pg_database where datname = current_database()))`,
    );
    assert.deepEqual(owned, []);
    const mayCreate = await books.ask<{ nspname: string }>(
      `select nspname from pg_namespace where nspname !~ '^pg_(toast|temp)'
         and (has_schema_privilege('daybook_app', oid, 'CREATE') or has_schema_privilege('daybook_login', oid, 'CREATE'))`,
    );
    assert.deepEqual(mayCreate, []);
  });

  it('finds no function that runs with the rights of another', async () => {
    await server.query('rollback');
    const functions = await books.ask(
      `select oid::regprocedure::text as name from pg_proc
       where prosecdef and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    );
    assert.deepEqual(functions, []);
  });

  it('is held on every table of a store by policies that bind the owner too', async () => {
    await server.query('rollback');
    const open = await books.ask(
      `select relname from pg_class
       where relnamespace = 'daybook'::regnamespace and relkind in ('r', 'p')
         and relname not in ('accounts', 'migrations', 'signing_keys') and not (relrowsecurity and relforcerowsecurity)`,
    );
    assert.deepEqual(open, []);
  });
});
