import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Caller } from '../../../src/domain/caller.ts';
import { listDownloads } from '../../../src/verbs/records/list-downloads.ts';
import { listApiRequests } from '../../../src/verbs/records/list-requests.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { type Browser, signIn } from '../../support/dashboard.ts';
import { createMailbox } from '../../support/servers/mailbox.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};
/** How a statement names its store: the only ways there are. */
const STORE_PREDICATE =
  /(?:\b\w+\.)?store_id = (\$\d+|(?:\w+\.)?store_id\b|scope\.value|current_setting\('daybook\.store_id'\))|(?<=from stores where )id = (\$1)/g;

/** How a statement names its account. */
const ACCOUNT_PREDICATE =
  /(?:\b\w+\.)?account_id = (\$\d+|(?:\w+\.)?account_id\b)|(?<=from accounts where )id = (\$1)/g;

type Statement = { text?: string; name?: string };

/** Takes the store, or the account, out of one statement's WHERE, or out of none. */
let predicate = STORE_PREDICATE;
let weakened: string | undefined;
const seen = new Set<string>();

function weaken(text: string): string {
  predicate.lastIndex = 0;
  if (!predicate.test(text)) return text;
  predicate.lastIndex = 0;
  seen.add(text);
  if (text !== weakened) return text;
  return text.replaceAll(predicate, (_whole, one?: string, other?: string) => {
    const parameter = one ?? other ?? '';
    return parameter.startsWith('$') ? `(${parameter}::text is not null)` : 'true';
  });
}

type Query = (...words: unknown[]) => unknown;
const originalQuery = pg.Client.prototype.query as unknown as Query;
const patched = function (this: pg.Client, first: unknown, ...rest: unknown[]): unknown {
  if (typeof first === 'string') return originalQuery.apply(this, [weaken(first), ...rest]);
  const statement = first as Statement;
  if (typeof statement?.text === 'string') {
    const text = weaken(statement.text);
    // What is prepared under a name stays as it was prepared.
    if (text !== statement.text && statement.name) statement.name += ' without its store';
    statement.text = text;
  }
  return originalQuery.apply(this, [first, ...rest]);
};

describe('a statement that forgets to name the store', () => {
  let daybook: TestDaybook;
  let mine: TestStore;
  let theirs: TestStore;
  let theirReport: string;
  let payments = 0;
  // Its own time, so that the rate limit of a second does not end the test.
  const clock = createTestClock();

  before(async () => {
    pg.Client.prototype.query = patched as unknown as typeof pg.Client.prototype.query;
    daybook = await startDaybook({ clock });
    mine = await createTestStore(daybook);
    theirs = await createTestStore(daybook);
    await mine.record([paymentLine('pmt_mine', '2026-04-02T00:00:00Z')]);
    await theirs.record([
      paymentLine('pmt_theirs', '2026-04-02T00:00:00Z', { customer: { id: 'cus_theirs' } }),
    ]);
    theirReport = (await theirs.export(APRIL)).report.id;
    const headers = { Authorization: `Bearer ${theirs.secret}`, 'X-Request-Id': 'theirs' };
    await fetch(`${daybook.baseUrl}/v2/core/stores/${theirs.storeId}/reports`, { headers });
  });
  after(async () => {
    await daybook.stop();
    pg.Client.prototype.query = originalQuery as unknown as typeof pg.Client.prototype.query;
  });

  /** Everything a store can do; returns all that it got to see. */
  async function everything(): Promise<string> {
    payments += 1;
    clock.advance(1_000);
    const shown: string[] = [];
    const note = (value: unknown) => void shown.push(JSON.stringify(value));
    const failures = (error: unknown) => note(String(error));
    await mine
      .record([paymentLine(`pmt_new_${payments}`, '2026-04-03T00:00:00Z', { customer: { id: 'cus_mine' } })])
      .catch(failures);
    await mine.record([paymentLine('pmt_theirs', '2026-04-02T00:00:00Z')]).then(() => note('TAKEN OVER'), () => {}); // prettier-ignore
    await mine
      .export({ ...APRIL, formats: ['CSV', 'JSON'] })
      .then(
        ({ report, files }) => note([report, files['CSV']?.toString(), files['JSON']?.toString()]),
        failures,
      );
    const shownReport = await mine.call('GET', `/reports/${theirReport}`);
    assert.equal(shownReport.status, 404);
    assert.equal((await mine.call('GET', `/reports/${theirReport}/download/csv`)).status, 404);
    assert.equal((await mine.call('GET', `/reports/${theirReport}/manifest`)).status, 404);
    const ledger = await mine.export({ ...APRIL, type: 'BALANCE_LEDGER', formats: ['JSON'] }).catch(failures);
    if (ledger) note([ledger.files, (await mine.call('GET', `/reports/${ledger.report.id}/manifest`)).body]);
    for (const path of [
      '/reports?limit=100',
      '/payouts/ledger',
      '/payouts/ledger?type=PAYMENT_RECEIVED',
      '/payouts/ledger/head',
    ]) {
      note((await mine.call('GET', path)).body);
    }
    await daybook.context.recorder.flush();
    const { storeId } = mine;
    const developer: Caller = { kind: 'account', storeId, accountId: 'acc_mine', role: 'DEVELOPER' };
    const requests = await listApiRequests(daybook.context, developer, { storeId, page: 1, limit: 100 });
    // Mine asked for their report by its id, and may see that it did.
    note(requests.items.map(({ path, ...rest }) => ({ ...rest, path: path.replace(theirReport, '') })));
    note(await listDownloads(daybook.context, developer, { storeId, page: 1, limit: 100 }));
    await daybook.sweep(AbortSignal.any([]));
    return shown.join('\n');
  }

  it('still sees no row of any other store, whichever statement it is', async () => {
    await everything();
    const statements = [...seen];
    assert.ok(statements.length >= 15, `only ${statements.length} statements were seen to name the store`);
    for (const kind of [/^\s*copy /, /store_id = scope\.value/]) {
      assert.ok(statements.some((statement) => kind.test(statement)), `no statement like ${kind.source}`); // prettier-ignore
    }
    for (const statement of statements) {
      weakened = statement;
      const shown = await everything();
      assert.doesNotMatch(shown, /theirs|TAKEN OVER/, statement);
      assert.ok(!shown.includes(theirs.storeId) && !shown.includes(theirReport), statement);
    }
    weakened = undefined;
  });

  it('finds nothing at all in a connection that named no store', async () => {
    const client = new pg.Client({
      connectionString: daybook.database.appUrl,
      options: '-c role=daybook_app',
    });
    await client.connect();
    try {
      const tables = await client.query<{ name: string }>(
        `select distinct table_name as name from information_schema.columns
         where table_schema = 'daybook' and (column_name in ('store_id', 'account_id') or table_name in ('stores', 'accounts', 'sign_in_requests'))`,
      );
      assert.ok(tables.rows.length >= 15);
      for (const { name } of tables.rows) {
        const { rows } = await client.query<{ count: string }>(`select count(*) from daybook.${name}`);
        assert.equal(rows[0]?.count, '0', name);
      }
    } finally {
      await client.end();
    }
  });

  it("cannot lift row-level security from the server's own login", async () => {
    const client = new pg.Client({ connectionString: daybook.database.appUrl });
    await client.connect();
    try {
      for (const attempt of [
        'alter table daybook.payments disable row level security',
        'alter table daybook.payments no force row level security',
        'drop policy of_store on daybook.payments',
        'set role daybook_owner',
        'alter role daybook_app bypassrls',
        'create policy open on daybook.payments using (true)',
      ]) {
        await assert.rejects(client.query(attempt), /must be owner|permission denied/, attempt);
      }
    } finally {
      await client.end();
    }
  });
});

describe('a statement that forgets to name the account', () => {
  const clock = createTestClock();
  const mailbox = createMailbox();
  let daybook: TestDaybook;
  let theirs: Browser;
  let theirIds: string[];

  before(async () => {
    predicate = ACCOUNT_PREDICATE;
    seen.clear();
    pg.Client.prototype.query = patched as unknown as typeof pg.Client.prototype.query;
    daybook = await startDaybook({ clock, mailWritten: mailbox.mailWritten });
    await createTestStore(daybook, { ownerEmail: 'mine@example.com' });
    const { storeId } = await createTestStore(daybook, { ownerEmail: 'theirs@example.com' });
    theirs = await signIn(daybook, mailbox, 'theirs@example.com');
    theirIds = [storeId, await currentSession(theirs)];
  });
  after(async () => {
    await daybook.stop();
    pg.Client.prototype.query = originalQuery as unknown as typeof pg.Client.prototype.query;
    predicate = STORE_PREDICATE;
  });

  type List = { items: { id: string; current: boolean }[] };
  async function currentSession(browser: Browser): Promise<string> {
    const { items } = (await browser.call<List>('GET', '/v2/auth/sessions')).body.data;
    return items.find(({ current }) => current)?.id ?? '';
  }

  /** Everything an account can do; returns all that it got to see. */
  async function everything(): Promise<string> {
    clock.advance(61 * 60_000);
    const mine = await signIn(daybook, mailbox, 'mine@example.com');
    await mine.refresh();
    const shown = [];
    const paths = ['/v2/me', '/v2/auth/sessions', ...theirIds.map((id) => `/v2/stores/${id}`)];
    for (const path of paths) shown.push(await mine.call('GET', path));
    const [, theirSession] = theirIds;
    shown.push(await mine.call('DELETE', `/v2/auth/sessions/${theirSession}`));
    assert.deepEqual(
      shown.slice(-3).map(({ status }) => status),
      [404, 404, 404],
    );
    const stolen = mine.cookie;
    await mine.refresh();
    mine.cookie = stolen;
    await mine.refresh();
    const other = await signIn(daybook, mailbox, 'mine@example.com');
    await other.call('DELETE', '/v2/auth/session');
    return shown.map(({ text }) => text).join('\n');
  }

  it('still sees and ends no session of any other account, and no store, whichever statement it is', async () => {
    await everything();
    const statements = [...seen];
    assert.ok(statements.length >= 9, `only ${statements.length} statements were seen to name the account`);
    for (const statement of statements) {
      weakened = statement;
      const shown = await everything();
      weakened = undefined;
      assert.doesNotMatch(shown, /theirs/, statement);
      assert.ok(!theirIds.some((id) => shown.includes(id)), statement);
      assert.equal((await theirs.refresh()).status, 200, `signed the other account out: ${statement}`);
    }
  });
});
